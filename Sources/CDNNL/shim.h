// oneDNN's C interface (version 2.6): everything behind Tensors/ goes through it.
#pragma once
#include <dnnl.h>
