// The first test of Tensors replaces this file.
