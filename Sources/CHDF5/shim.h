// HDF5 names its native types and file flags with macros that call a function first; Swift imports only
// plain constants, so each macro that we use becomes a one-line function here.
#pragma once
#include <hdf5.h>
#include <hdf5_hl.h>

static inline hid_t lilt_h5t_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t lilt_h5t_native_double(void) { return H5T_NATIVE_DOUBLE; }
