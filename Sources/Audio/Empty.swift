// The first file of Audio replaces this one.
