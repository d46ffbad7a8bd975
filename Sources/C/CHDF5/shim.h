// HDF5 names its native types, file flags and property lists with macros that call a function first, and lets other
// macros choose between versions of one call; Swift imports neither, so each that we use becomes a one-line function.
#pragma once
#define H5_USE_110_API
#include <hdf5.h>
#include <hdf5_hl.h>
#include <stdint.h>

static inline hid_t lilt_h5t_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t lilt_h5t_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t lilt_h5t_native_int8(void) { return H5T_NATIVE_INT8; }
static inline hid_t lilt_h5t_native_int16(void) { return H5T_NATIVE_INT16; }
static inline hid_t lilt_h5t_native_int32(void) { return H5T_NATIVE_INT32; }
static inline hid_t lilt_h5t_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t lilt_h5t_native_uint8(void) { return H5T_NATIVE_UINT8; }
static inline hid_t lilt_h5t_native_uint16(void) { return H5T_NATIVE_UINT16; }
static inline hid_t lilt_h5t_native_uint32(void) { return H5T_NATIVE_UINT32; }
static inline hid_t lilt_h5t_native_uint64(void) { return H5T_NATIVE_UINT64; }

static inline hid_t lilt_h5t_ieee_f32le(void) { return H5T_IEEE_F32LE; }
static inline hid_t lilt_h5t_ieee_f64le(void) { return H5T_IEEE_F64LE; }
static inline hid_t lilt_h5t_std_i8le(void) { return H5T_STD_I8LE; }
static inline hid_t lilt_h5t_std_i16le(void) { return H5T_STD_I16LE; }
static inline hid_t lilt_h5t_std_i32le(void) { return H5T_STD_I32LE; }
static inline hid_t lilt_h5t_std_i64le(void) { return H5T_STD_I64LE; }
static inline hid_t lilt_h5t_std_u8le(void) { return H5T_STD_U8LE; }
static inline hid_t lilt_h5t_std_u16le(void) { return H5T_STD_U16LE; }
static inline hid_t lilt_h5t_std_u32le(void) { return H5T_STD_U32LE; }
static inline hid_t lilt_h5t_std_u64le(void) { return H5T_STD_U64LE; }
static inline hid_t lilt_h5t_c_s1(void) { return H5T_C_S1; }
static inline size_t lilt_h5t_variable(void) { return H5T_VARIABLE; }

static inline hid_t lilt_h5p_file_create(void) { return H5P_FILE_CREATE; }
static inline hid_t lilt_h5p_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t lilt_h5p_group_create(void) { return H5P_GROUP_CREATE; }
static inline hid_t lilt_h5p_dataset_create(void) { return H5P_DATASET_CREATE; }

static inline unsigned lilt_h5f_acc_trunc(void) { return H5F_ACC_TRUNC; }
static inline unsigned lilt_h5f_acc_rdonly(void) { return H5F_ACC_RDONLY; }

static inline unsigned lilt_h5f_obj_all(void) { return H5F_OBJ_ALL; }

/// What `lilt_h5l_iterate` calls for each link: its name and its kind (H5L_TYPE_HARD and so on).
typedef herr_t (*lilt_h5l_visitor)(const char *name, int kind, void *context);

struct lilt_h5l_visit { lilt_h5l_visitor visitor; void *context; };

static inline herr_t lilt_h5l_visit_one(hid_t group, const char *name, const H5L_info_t *info, void *visit) {
  (void)group;
  return ((struct lilt_h5l_visit *)visit)->visitor(name, (int)info->type, ((struct lilt_h5l_visit *)visit)->context);
}

/// Calls the visitor for each link of a group, by name, without following any.
static inline herr_t lilt_h5l_iterate(hid_t group, lilt_h5l_visitor visitor, void *context) {
  struct lilt_h5l_visit visit = {visitor, context};
  return H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, NULL, lilt_h5l_visit_one, &visit);
}

/// Where an open object's header lies in its file, which tells objects apart; negative on failure.
static inline int64_t lilt_h5o_address(hid_t object) {
  H5O_info_t info;
  return H5Oget_info(object, &info) < 0 ? -1 : (int64_t)info.addr;
}

/// A conversion that hands out a variable-length string's reference (length, heap address, index) as 16 plain bytes.
static inline herr_t lilt_h5t_take_reference(
    hid_t source, hid_t target, H5T_cdata_t *data, size_t count, size_t stride, size_t background_stride,
    void *buffer, void *background, hid_t transfer) {
  (void)source, (void)target, (void)count, (void)stride, (void)background_stride;
  (void)buffer, (void)background, (void)transfer;
  if (data->command == H5T_CONV_INIT) data->need_bkg = H5T_BKG_NO;
  return 0;
}
