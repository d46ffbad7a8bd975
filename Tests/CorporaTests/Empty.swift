// The first test of Corpora replaces this file.
