// The first test of HDF5 replaces this file.
