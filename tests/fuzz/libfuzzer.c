/* The entry that libFuzzer calls; tests/fuzz/run builds it. $FUZZ_TARGET names the target. */
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize n);
int LLVMFuzzerInitialize (int *argc, char ***argv);

static const FuzzTarget *target;

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  const char *name = g_getenv ("FUZZ_TARGET");
  target = name ? fuzz_target_find (name) : NULL;
  if (!target)
    g_error ("FUZZ_TARGET names no target");
  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize n)
{
  target->run ((const char *)bytes, n);
  return 0;
}
