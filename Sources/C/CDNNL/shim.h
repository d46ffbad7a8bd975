// oneDNN's C interface (version 2.6): everything behind Tensors/ goes through it.
#pragma once
#include <dnnl.h>

// oneDNN's own threads, which our loops share instead of competing with a second pool; Swift has no OpenMP pragmas.
void omp_set_num_threads(int threads);
int omp_get_thread_num(void);
void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
