// One header serves FFTW's float (fftwf_) and double (fftw_) libraries; both are linked.
#pragma once
#include <fftw3.h>

// `fftw-3.3.10-sse2-avx`. Swift does not import arrays of unknown length.
static inline const char *lilt_fftw_version(void) { return fftwf_version; }
