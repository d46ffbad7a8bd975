// The first test of Results replaces this file.
