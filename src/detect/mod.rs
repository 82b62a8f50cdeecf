//! Detection: text in, findings out. It never changes text.
