#include "learning/blas.h"

#include <cblas.h>

void
blas_start (void)
{
  openblas_set_num_threads (1);
}

const char *
blas_core (void)
{
  return openblas_get_corename ();
}
