//! Writing: staging folder, shards with digests, quarantine index, atomic publish.
