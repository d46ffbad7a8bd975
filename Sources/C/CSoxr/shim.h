// libsoxr's header imports as it stands; the shim gives the module one fixed place to include it from.
#pragma once
#include <soxr.h>
