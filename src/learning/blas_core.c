#include "learning/blas_core.h"

#include "base/error.h"

typedef enum
{
  NEEDS_NOTHING, /* that not all processors of the architecture have */
  NEEDS_AVX,
  NEEDS_FMA4,
  NEEDS_AVX2,
  NEEDS_AVX512,
} CoreNeed;

typedef struct
{
  const char *name;
  CoreNeed need;
} Core;

static const Core cores[] = {
#if defined __x86_64__
  { "Prescott", NEEDS_NOTHING },   { "Core2", NEEDS_NOTHING },     { "Penryn", NEEDS_NOTHING },
  { "Dunnington", NEEDS_NOTHING }, { "Nehalem", NEEDS_NOTHING },   { "Atom", NEEDS_NOTHING },
  { "Nano", NEEDS_NOTHING },       { "Opteron", NEEDS_NOTHING },   { "Opteron_SSE3", NEEDS_NOTHING },
  { "Barcelona", NEEDS_NOTHING },  { "Bobcat", NEEDS_NOTHING },    { "Sandybridge", NEEDS_AVX },
  { "Bulldozer", NEEDS_FMA4 },     { "Piledriver", NEEDS_FMA4 },   { "Steamroller", NEEDS_FMA4 },
  { "Excavator", NEEDS_FMA4 },     { "Haswell", NEEDS_AVX2 },      { "Zen", NEEDS_AVX2 },
  { "SkylakeX", NEEDS_AVX512 },    { "Cooperlake", NEEDS_AVX512 }, { "SapphireRapids", NEEDS_AVX512 },
#elif defined __aarch64__
  { "armv8", NEEDS_NOTHING },      { "cortexa53", NEEDS_NOTHING },  { "cortexa57", NEEDS_NOTHING },
  { "cortexa72", NEEDS_NOTHING },  { "cortexa73", NEEDS_NOTHING },  { "falkor", NEEDS_NOTHING },
  { "thunderx", NEEDS_NOTHING },   { "thunderx2t99", NEEDS_NOTHING }, { "tsv110", NEEDS_NOTHING },
  { "emag8180", NEEDS_NOTHING },   { "neoversen1", NEEDS_NOTHING },
#endif
  { NULL, NEEDS_NOTHING },
};

static const char *const need_names[] = {
  [NEEDS_AVX] = "AVX", [NEEDS_FMA4] = "FMA4", [NEEDS_AVX2] = "AVX2 and FMA", [NEEDS_AVX512] = "AVX-512",
};

static gboolean
processor_has (CoreNeed need)
{
#ifdef __x86_64__
  switch (need)
    {
    case NEEDS_AVX:
      return __builtin_cpu_supports ("avx");
    case NEEDS_FMA4:
      return __builtin_cpu_supports ("fma4");
    case NEEDS_AVX2:
      return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
    case NEEDS_AVX512:
      return __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512vl");
    default:
      return TRUE;
    }
#else
  return TRUE;
#endif
}

const char *
blas_core_at (guint i, const char **lacks)
{
  const Core *core = &cores[i];
  *lacks = core->name && !processor_has (core->need) ? need_names[core->need] : NULL;
  return core->name;
}

/* "Prescott, Core2 …" */
static char *
all_names (void)
{
  GString *names = g_string_new (NULL);
  for (const Core *core = cores; core->name; core++)
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", core->name);
  return g_string_free (names, FALSE);
}

gboolean
blas_core_check (const char *name, GError **error)
{
  const Core *core = cores;
  while (core->name && g_ascii_strcasecmp (core->name, name) != 0)
    core++;
  if (!core->name)
    {
      g_autofree char *names = all_names ();
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "OpenBLAS has no kernels \"%s\"; known are %s", name, names);
      return FALSE;
    }
  if (processor_has (core->need))
    return TRUE;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "OpenBLAS's kernels %s need %s, which this processor does not have",
               core->name, need_names[core->need]);
  return FALSE;
}
