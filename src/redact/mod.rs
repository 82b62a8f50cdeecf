//! Redaction: findings in, changed text out. It never looks for anything.
