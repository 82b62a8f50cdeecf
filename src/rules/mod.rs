//! Rules and packs as data: schema, loading, self-test.
