//! The manifest: the account of a run, and checking a dataset against it.
