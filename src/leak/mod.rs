//! Leak checks between splits.
