// The first file of HDF5 replaces this one.
