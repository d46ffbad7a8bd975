// The first test of Learning replaces this file.
