/* Knobs: the settings that a descriptor (protocol, exchange, topology, model, optimiser, distribution) declares for
 * itself, beside the keys that every scenario has.
 *
 * A descriptor ends its table of Knob with an entry whose name is NULL. Knobs holds one value for each; scenario/
 * fills it and the owner reads it by name. Asking for a name that was not declared is a programmer's error.
 */
#pragma once

#include <glib.h>

typedef enum
{
  KNOB_INTEGER, /* a whole number */
  KNOB_NUMBER,  /* a real number */
  KNOB_BOOLEAN,
  KNOB_WORD,     /* one of .words, or any string when .words is NULL */
  KNOB_PATH,     /* a file or folder, relative to the scenario's folder; absolute once read; kept as a word */
  KNOB_TIME,     /* seconds, from a string with a unit */
  KNOB_BYTES,    /* bytes, from a string with a unit */
  KNOB_RATE,     /* bytes per second, from a string with a unit */
  KNOB_INTEGERS, /* a list of whole numbers, or one */
  KNOB_TIMES,    /* a list of times, or one */
  KNOB_RATES,    /* a list of rates, or one */
  KNOB_WORDS,    /* a list of any strings */
  KNOB_LINKS,    /* a list of { "from", "to", "bandwidth", "latency" }, the last two may be left out */
} KnobType;

/* min and max bound numbers and every entry of a list, inclusive. A default of NAN (or word NULL) with .required
 * FALSE means "absent": knob_given says whether a value is there. */
typedef struct
{
  const char *name;
  KnobType type;
  double value;     /* default: number, seconds, bytes, bytes per second; 0 or 1 for a boolean; of a list, its one entry */
  const char *word; /* default of a KNOB_WORD */
  double min, max;
  const char *const *words; /* NULL-terminated */
  gboolean required;
  const char *help;  /* one line, for explain, the schema and the manual */
  const char *since; /* the version it came with; NULL is "0.1" */
} Knob;

/* An entry of KNOB_LINKS. */
typedef struct
{
  const char *from, *to; /* names of nodes */
  double bandwidth;      /* bytes per second, raw; NAN: not given */
  double latency;        /* seconds; NAN: not given */
} KnobLink;

typedef struct _Knobs Knobs;

/** Values for @table (borrowed, may be NULL for none), all at their defaults. Free with knobs_free. */
Knobs *knobs_new (const Knob *table);
Knobs *knobs_copy (const Knobs *knobs);
void knobs_free (Knobs *knobs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Knobs, knobs_free)

/** The declaration of @name in @table, or NULL. */
const Knob *knob_find (const Knob *table, const char *name);
const Knob *knobs_table (const Knobs *knobs);

void knobs_set_number (Knobs *knobs, const char *name, double value);
void knobs_set_word (Knobs *knobs, const char *name, const char *word);
void knobs_set_integers (Knobs *knobs, const char *name, const gint64 *values, guint n);
/** Of KNOB_TIMES and KNOB_RATES. */
void knobs_set_numbers (Knobs *knobs, const char *name, const double *values, guint n);
/** @words (NULL-terminated) are copied. */
void knobs_set_words (Knobs *knobs, const char *name, const char *const *words);
/** @links and their names are copied. */
void knobs_set_links (Knobs *knobs, const char *name, const KnobLink *links, guint n);

/** Whether the user gave a value. */
gboolean knob_given (const Knobs *knobs, const char *name);
/** Numbers, times, sizes and rates, in the base unit; NAN when absent. */
double knob_number (const Knobs *knobs, const char *name);
/** Not for a knob that may be absent or negative. */
guint64 knob_integer (const Knobs *knobs, const char *name);
gboolean knob_boolean (const Knobs *knobs, const char *name);
const char *knob_word (const Knobs *knobs, const char *name);
/** @n of them, borrowed; none when absent. */
const gint64 *knob_integers (const Knobs *knobs, const char *name, guint *n);
const double *knob_numbers (const Knobs *knobs, const char *name, guint *n);
/** NULL-terminated, borrowed; NULL when absent. */
const char *const *knob_words (const Knobs *knobs, const char *name);
const KnobLink *knob_links (const Knobs *knobs, const char *name, guint *n);
