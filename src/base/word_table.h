/* Words that a setting may take, from a table of descriptors (protocols, optimisers, distributions …), seen through one adapter.
 *
 * A word may bring knobs: settings that stand beside it and that only it has (the staleness of ssp). The words of the vocabulary
 * that this version does not have are listed too, so that they get a better answer than "unknown".
 */
#pragma once

#include <glib.h>

typedef struct _Knob Knob;

typedef struct
{
  const char *noun;                                  /* "protocol" */
  const char *plural;                                /* "protocols": what lockstep list takes */
  gconstpointer (*at) (guint i);                     /* the descriptor, NULL behind the last */
  const char *(*name) (gconstpointer descriptor);    /* the word */
  const char *(*summary) (gconstpointer descriptor); /* one line */
  const Knob *(*knobs) (gconstpointer descriptor);   /* as in knob.h; NULL, or a function that returns it: none */
  const char *const *planned;                        /* NULL-terminated, or NULL */
} WordTable;

/* The functions of a WordTable over the descriptors in @TABLE, a NULL-terminated expression; WORDS_WITH_KNOBS where they have a
 * member "knobs" too. The table itself is then { "noun", "plural", WORD_FUNCTIONS (stem), planned }, or PLAIN_WORD_FUNCTIONS. */
#define WORDS(stem, Type, TABLE)                               \
  static gconstpointer stem##_at (guint i)                     \
  {                                                            \
    return (TABLE)[i];                                         \
  }                                                            \
  static const char *stem##_name (gconstpointer descriptor)    \
  {                                                            \
    return ((const Type *)descriptor)->name;                   \
  }                                                            \
  static const char *stem##_summary (gconstpointer descriptor) \
  {                                                            \
    return ((const Type *)descriptor)->summary;                \
  }

#define WORDS_WITH_KNOBS(stem, Type, TABLE)                     \
  WORDS (stem, Type, TABLE)                                     \
  static const Knob *stem##_knobs_of (gconstpointer descriptor) \
  {                                                             \
    return ((const Type *)descriptor)->knobs;                   \
  }

#define WORD_FUNCTIONS(stem) stem##_at, stem##_name, stem##_summary, stem##_knobs_of
#define PLAIN_WORD_FUNCTIONS(stem) stem##_at, stem##_name, stem##_summary, NULL

/** The descriptor of @word, or NULL. */
gconstpointer word_find (const WordTable *table, const char *word);
gboolean word_planned (const WordTable *table, const char *word);
/** The knobs that @descriptor brings; NULL: none. */
const Knob *word_knobs (const WordTable *table, gconstpointer descriptor);
/** The words, NULL-terminated and borrowed. (transfer container) */
const char **word_names (const WordTable *table);
