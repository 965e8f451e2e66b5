/* IDX files, plain and gzip. */
#include "fuzz/fuzz.h"
#include "learning/idx.h"

static void
run (const char *bytes, gsize n)
{
  g_auto (Idx) idx = { 0 };
  g_autoptr (GError) error = NULL;
  gsize product = 1;
  if (!idx_decode ("fuzz", (const guint8 *)bytes, n, &idx, &error))
    {
      g_assert_nonnull (error);
      return;
    }
  for (guint i = 0; i < idx.n_dims; i++)
    product *= idx.dims[i];
  g_assert_cmpuint (product, ==, idx.n_bytes);
}

const FuzzTarget fuzz_idx = { .name = "idx", .run = run };
