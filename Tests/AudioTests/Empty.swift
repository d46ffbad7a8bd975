// The first test of Audio replaces this file.
