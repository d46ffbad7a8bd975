// liblinear's header as it stands; the module exists so that Swift can import it.
#pragma once
#include <linear.h>

// 230 for 2.30. Swift takes a global variable for shared mutable state.
static inline int lilt_liblinear_version(void) { return liblinear_version; }
