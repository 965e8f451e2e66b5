/* Knobs: what is known about a setting, said once. Reading, defaults, range checks, the resolved scenario, the JSON Schema,
 * lockstep explain and scenario(5) all follow from it.
 *
 * The keys that every scenario has hold one each (scenario/keys.h). The others are declared by whoever needs them: a descriptor
 * (protocol, exchange, topology, model, optimiser, distribution …) ends its table of Knob with an entry whose name is NULL, and
 * its knobs stand beside the word that chooses it. Knobs holds one value for each; scenario/ fills it and the owner reads it by
 * name. Asking for a name that was not declared, or for what is of another type, is a programmer's error.
 *
 * A table of all sorts:
 *
 *   static const Knob outer_members[] = {
 *     { "kind", KNOB_WORD, .table = &optimizer_words, .required = TRUE, .help = "…" },  brings the knobs of the chosen optimiser
 *     { NULL },
 *   };
 *   static const Knob local_sgd_knobs[] = {
 *     { "local_steps", KNOB_INTEGER, .value = 1, .min = 1, .max = 1e9, .help = "…" },
 *     { "round_deadline", KNOB_TIME, .value = NAN, .max = 9e9, .help = "…" },           absent unless given
 *     { "merge", KNOB_WORD, .word = "age", .words = merges, .help = "…" },
 *     { "outer_optimizer", KNOB_OBJECT, .members = outer_members, .help = "…" },
 *     { "delay", DISTRIBUTION_OF_TIMES, .help = "…" },                                  base/distribution.h
 *     { NULL },
 *   };
 */
#pragma once

#include "base/units.h"
#include "base/word_table.h"

typedef enum
{
  KNOB_INTEGER, /* a whole number */
  KNOB_NUMBER,  /* a real number */
  KNOB_BOOLEAN,
  KNOB_WORD,       /* one of .words, or of .table: then the knobs of the chosen word stand beside it */
  KNOB_STRING,     /* any; kept as a word */
  KNOB_PATH,       /* a file or folder, relative to the scenario's folder; absolute once read; kept as a word */
  KNOB_TIME,       /* seconds, from a string with a unit */
  KNOB_BYTES,      /* bytes, from a string with a unit */
  KNOB_RATE,       /* bytes per second, from a string with a unit */
  KNOB_FLOPS_RATE, /* FLOP per second, from a string with a unit */
  KNOB_INTEGERS,   /* a list of whole numbers, or one */
  KNOB_NUMBERS,    /* a list of real numbers, or one */
  KNOB_TIMES,      /* a list of times, or one */
  KNOB_RATES,      /* a list of rates, or one */
  KNOB_WORDS,      /* a list of words, each one of .words, or any strings; or one */
  KNOB_OBJECT,     /* of .members */
  KNOB_OBJECTS,    /* a list of objects of .members */
} KnobType;

typedef struct _Knobs Knobs;

struct _Knob
{
  const char *name;
  KnobType type;
  double value;     /* default, in the base unit; 0 or 1 for a boolean; of a list, its one entry; NAN: absent */
  const char *word; /* default of what is kept as a word; NULL: absent */
  double min, max;  /* of numbers, and of each in a list; inclusive; both 0: none; a max of 0: none; a min of DBL_MIN: above 0 */
  const char *const *words; /* NULL-terminated */
  const WordTable *table;
  const Knob *members;
  gboolean (*accepts) (const Knobs *members, GError **error); /* whether an object's members suit each other; NULL: always */
  gboolean required;
  const char *noun;      /* what a word names, in messages; NULL: its name, or the table's noun */
  const char *otherwise; /* the default in words, where it follows from other settings */
  const char *also;      /* what else the value may be, in words: a string, for an object or for the elements of a list of them */
  const char *schema;    /* members of its JSON Schema that do not follow from the type; NULL: all do */
  const char *help;      /* one line, without a full stop */
  const char *since;     /* the version it came with; NULL is "0.1" */
};

/** Values for @table (borrowed, may be NULL for none), all at their defaults. Free with knobs_free. */
Knobs *knobs_new (const Knob *table);
Knobs *knobs_copy (const Knobs *knobs);
void knobs_free (Knobs *knobs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Knobs, knobs_free)

/** The declaration of @name in @table, or NULL. */
const Knob *knob_find (const Knob *table, const char *name);
const Knob *knobs_table (const Knobs *knobs);
/** What a number of @knob measures; DIMENSION_NONE where it has no unit. */
Dimension knob_dimension (const Knob *knob);
/** Whether it is a list of numbers or words, or one. */
gboolean knob_is_list (const Knob *knob);

/* Setting. Each makes the value one that was given. */
void knobs_set_number (Knobs *knobs, const char *name, double value);
void knobs_set_integer (Knobs *knobs, const char *name, guint64 value);
/** With a table: the word is one of its, and brings its knobs at their defaults. */
void knobs_set_word (Knobs *knobs, const char *name, const char *word);
void knobs_set_integers (Knobs *knobs, const char *name, const gint64 *values, guint n);
/** Of KNOB_NUMBERS, KNOB_TIMES and KNOB_RATES. */
void knobs_set_numbers (Knobs *knobs, const char *name, const double *values, guint n);
/** @words (NULL-terminated) are copied. */
void knobs_set_words (Knobs *knobs, const char *name, const char *const *words);
/** The members of a KNOB_OBJECT, or of one more of KNOB_OBJECTS, to be set in turn. (transfer none) */
Knobs *knobs_add_object (Knobs *knobs, const char *name);
/** The knobs that the word @name brings, to be set in turn; NULL without a word. (transfer none) */
Knobs *knobs_brought (Knobs *knobs, const char *name);

/** Whether the user gave a value. */
gboolean knob_given (const Knobs *knobs, const char *name);
/** Numbers, times, sizes and rates, in the base unit; NAN when absent. */
double knob_number (const Knobs *knobs, const char *name);
/** Not for a knob that may be absent or negative. */
guint64 knob_integer (const Knobs *knobs, const char *name);
gboolean knob_boolean (const Knobs *knobs, const char *name);
/** Words, strings and paths; NULL when absent. */
const char *knob_word (const Knobs *knobs, const char *name);
/** Which of .words it is, from 0. */
guint knob_word_index (const Knobs *knobs, const char *name);
/** The descriptor that a word of a table chooses, and in @brought (may be NULL) the values of the knobs that it brings; NULL when
 * absent. */
gconstpointer knob_choice (const Knobs *knobs, const char *name, const Knobs **brought);
/** @n of them, borrowed; none when absent. */
const gint64 *knob_integers (const Knobs *knobs, const char *name, guint *n);
const double *knob_numbers (const Knobs *knobs, const char *name, guint *n);
/** NULL-terminated, borrowed; NULL when absent. */
const char *const *knob_words (const Knobs *knobs, const char *name);
/** The members of a KNOB_OBJECT. Where it was not given they are at their defaults, but NULL where one of them is required. */
const Knobs *knob_object (const Knobs *knobs, const char *name);
const Knobs *const *knob_objects (const Knobs *knobs, const char *name, guint *n);
