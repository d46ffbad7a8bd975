// The first file of Signal replaces this one.
