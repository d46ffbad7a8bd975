// The first file of Corpora replaces this one.
