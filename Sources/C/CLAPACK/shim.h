// OpenBLAS carries BLAS, CBLAS and LAPACK in one library, but Debian ships no header for the LAPACK part.
#pragma once
#include <cblas.h>

// Cholesky factor of a symmetric positive definite matrix, column-major, in place; info > 0 when it is not definite.
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);

// Eigenvalues, ascending, and eigenvectors of a symmetric matrix, column-major, in place.
void dsyev_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w,
            double *work, const int *lwork, int *info);
