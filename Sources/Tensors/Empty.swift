// The first file of Tensors replaces this one.
