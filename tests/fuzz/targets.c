#include "fuzz/fuzz.h"

const FuzzTarget *const fuzz_targets[] = { &fuzz_scenario, &fuzz_expressions, &fuzz_json,  &fuzz_model,   &fuzz_units, &fuzz_idx,
                                           &fuzz_csv,      &fuzz_trace,       &fuzz_graph, &fuzz_results, NULL };

const FuzzTarget *
fuzz_target_find (const char *name)
{
  for (guint i = 0; fuzz_targets[i]; i++)
    if (strcmp (fuzz_targets[i]->name, name) == 0)
      return fuzz_targets[i];
  return NULL;
}

char **
fuzz_parts (const char *bytes, gsize n, guint min)
{
  g_autofree char *text = g_strndup (bytes, n);
  g_auto (GStrv) parts = g_strsplit (text, FUZZ_CUT, -1);
  guint n_parts = g_strv_length (parts);
  char **out = g_new0 (char *, MAX (n_parts, min) + 1);
  for (guint i = 0; i < MAX (n_parts, min); i++)
    out[i] = g_strdup (i < n_parts ? parts[i] : "");
  return out;
}
