// The first test of Features replaces this file.
