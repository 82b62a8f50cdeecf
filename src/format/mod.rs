//! Wire formats and targets: what a file must look like, writing it and checking it.
