// The first file of Features replaces this one.
