// The first test of Signal replaces this file.
