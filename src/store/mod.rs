//! Where bytes live: files, folders, globs, standard input; capped decompression; digests.
