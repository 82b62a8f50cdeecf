//! Fingerprints of records, for grouping duplicates.
