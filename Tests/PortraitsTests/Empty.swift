// The first test of Portraits replaces this file.
