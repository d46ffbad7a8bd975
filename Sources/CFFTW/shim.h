// One header serves FFTW's float (fftwf_) and double (fftw_) libraries; both are linked.
#pragma once
#include <fftw3.h>
