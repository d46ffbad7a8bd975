// The first file of Learning replaces this one.
