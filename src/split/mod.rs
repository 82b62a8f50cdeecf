//! Sharing records out to train, validation and holdout.
