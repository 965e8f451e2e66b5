/* Fuzzing: each reader of the program as a target that takes any bytes.
 *
 * A target must neither crash nor leave memory behind, and asserts what holds for whatever was accepted (it reads back to the
 * same, for instance). The same table serves two programs: replay.c runs every target over its corpus as part of the suite;
 * libfuzzer.c, built by tests/fuzz/run with clang, looks for new inputs. An input that was once a mistake stays in
 * corpus/<target>/.
 */
#pragma once

#include <glib.h>

typedef struct
{
  const char *name;         /* its folder in corpus/ */
  const char *const *seeds; /* more inputs, from the top of the tree: files' patterns, NULL-terminated; may be NULL */
  void (*run) (const char *bytes, gsize n);
} FuzzTarget;

extern const FuzzTarget fuzz_scenario, fuzz_expressions, fuzz_json, fuzz_model, fuzz_units, fuzz_idx, fuzz_csv, fuzz_trace,
    fuzz_graph, fuzz_results;

/** NULL-terminated. */
extern const FuzzTarget *const fuzz_targets[];
const FuzzTarget *fuzz_target_find (const char *name);

/* A line between the parts of an input. */
#define FUZZ_CUT "\n---\n"

/** @n bytes as strings, cut at FUZZ_CUT. (transfer full), NULL-terminated, at least @min of them. */
char **fuzz_parts (const char *bytes, gsize n, guint min);
