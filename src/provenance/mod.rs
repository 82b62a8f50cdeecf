//! Provenance and the rights gate.
