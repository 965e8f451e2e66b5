#include "base/knob.h"

typedef struct
{
  gboolean given;
  double number;
  char *word;
  gint64 *integers;
  guint n_integers;
  double *numbers;
  guint n_numbers;
  char **words;
  KnobLink *links;
  guint n_links;
} KnobValue;

struct _Knobs
{
  const Knob *table;
  guint n;
  KnobValue *values; /* parallel to the table */
};

static guint
table_length (const Knob *table)
{
  guint n = 0;

  while (table != NULL && table[n].name != NULL)
    n++;
  return n;
}

static void
value_set_integers (KnobValue *value, const gint64 *integers, guint n)
{
  g_free (value->integers);
  value->integers = g_memdup2 (integers, n * sizeof *integers);
  value->n_integers = n;
}

static void
value_set_numbers (KnobValue *value, const double *numbers, guint n)
{
  g_free (value->numbers);
  value->numbers = g_memdup2 (numbers, n * sizeof *numbers);
  value->n_numbers = n;
}

static void
value_clear_links (KnobValue *value)
{
  for (guint i = 0; i < value->n_links; i++)
    {
      g_free ((char *)value->links[i].from);
      g_free ((char *)value->links[i].to);
    }
  g_clear_pointer (&value->links, g_free);
}

static void
value_copy_links (KnobValue *value, const KnobLink *links, guint n)
{
  value->links = g_memdup2 (links, n * sizeof *links);
  value->n_links = n;
  for (guint i = 0; i < n; i++)
    {
      value->links[i].from = g_strdup (links[i].from);
      value->links[i].to = g_strdup (links[i].to);
    }
}

static void
value_init (KnobValue *value, const Knob *knob)
{
  value->number = knob->value;
  value->word = g_strdup (knob->word);
  if (knob->type == KNOB_INTEGERS && !isnan (knob->value))
    value_set_integers (value, &(gint64){ (gint64)knob->value }, 1);
  if ((knob->type == KNOB_TIMES || knob->type == KNOB_RATES) && !isnan (knob->value))
    value_set_numbers (value, &knob->value, 1);
}

Knobs *
knobs_new (const Knob *table)
{
  Knobs *knobs = g_new0 (Knobs, 1);

  knobs->table = table;
  knobs->n = table_length (table);
  knobs->values = g_new0 (KnobValue, knobs->n);
  for (guint i = 0; i < knobs->n; i++)
    value_init (&knobs->values[i], &table[i]);
  return knobs;
}

Knobs *
knobs_copy (const Knobs *knobs)
{
  Knobs *copy = g_new (Knobs, 1);

  *copy = *knobs;
  copy->values = g_memdup2 (knobs->values, knobs->n * sizeof *knobs->values);
  for (guint i = 0; i < knobs->n; i++)
    {
      const KnobValue *from = &knobs->values[i];
      KnobValue *to = &copy->values[i];

      to->word = g_strdup (from->word);
      to->integers = g_memdup2 (from->integers, from->n_integers * sizeof *from->integers);
      to->numbers = g_memdup2 (from->numbers, from->n_numbers * sizeof *from->numbers);
      to->words = g_strdupv (from->words);
      value_copy_links (to, from->links, from->n_links);
    }
  return copy;
}

void
knobs_free (Knobs *knobs)
{
  if (knobs == NULL)
    return;
  for (guint i = 0; i < knobs->n; i++)
    {
      g_free (knobs->values[i].word);
      g_free (knobs->values[i].integers);
      g_free (knobs->values[i].numbers);
      g_strfreev (knobs->values[i].words);
      value_clear_links (&knobs->values[i]);
    }
  g_free (knobs->values);
  g_free (knobs);
}

const Knob *
knob_find (const Knob *table, const char *name)
{
  for (const Knob *knob = table; knob != NULL && knob->name != NULL; knob++)
    if (g_str_equal (knob->name, name))
      return knob;
  return NULL;
}

const Knob *
knobs_table (const Knobs *knobs)
{
  return knobs->table;
}

/* The value of a declared knob; anything else is a mistake in the program. */
static KnobValue *
value_of (const Knobs *knobs, const char *name)
{
  const Knob *knob = knob_find (knobs->table, name);

  if (knob == NULL)
    g_error ("no knob \"%s\" is declared in this table", name);
  return &knobs->values[knob - knobs->table];
}

void
knobs_set_number (Knobs *knobs, const char *name, double value)
{
  KnobValue *v = value_of (knobs, name);

  v->number = value;
  v->given = TRUE;
}

void
knobs_set_word (Knobs *knobs, const char *name, const char *word)
{
  KnobValue *v = value_of (knobs, name);
  char *old = v->word;

  v->word = g_strdup (word);
  v->given = TRUE;
  g_free (old);
}

void
knobs_set_integers (Knobs *knobs, const char *name, const gint64 *values, guint n)
{
  KnobValue *v = value_of (knobs, name);

  value_set_integers (v, values, n);
  v->given = TRUE;
}

void
knobs_set_numbers (Knobs *knobs, const char *name, const double *values, guint n)
{
  KnobValue *v = value_of (knobs, name);

  value_set_numbers (v, values, n);
  v->given = TRUE;
}

void
knobs_set_words (Knobs *knobs, const char *name, const char *const *words)
{
  KnobValue *v = value_of (knobs, name);
  char **old = v->words;

  v->words = g_strdupv ((char **)words);
  v->given = TRUE;
  g_strfreev (old);
}

void
knobs_set_links (Knobs *knobs, const char *name, const KnobLink *links, guint n)
{
  KnobValue *v = value_of (knobs, name);

  value_clear_links (v);
  value_copy_links (v, links, n);
  v->given = TRUE;
}

gboolean
knob_given (const Knobs *knobs, const char *name)
{
  return value_of (knobs, name)->given;
}

double
knob_number (const Knobs *knobs, const char *name)
{
  return value_of (knobs, name)->number;
}

guint64
knob_integer (const Knobs *knobs, const char *name)
{
  double number = value_of (knobs, name)->number;

  g_assert (number >= 0);
  return (guint64)number;
}

gboolean
knob_boolean (const Knobs *knobs, const char *name)
{
  return value_of (knobs, name)->number != 0;
}

const char *
knob_word (const Knobs *knobs, const char *name)
{
  return value_of (knobs, name)->word;
}

const gint64 *
knob_integers (const Knobs *knobs, const char *name, guint *n)
{
  const KnobValue *v = value_of (knobs, name);

  *n = v->n_integers;
  return v->integers;
}

const double *
knob_numbers (const Knobs *knobs, const char *name, guint *n)
{
  const KnobValue *v = value_of (knobs, name);

  *n = v->n_numbers;
  return v->numbers;
}

const char *const *
knob_words (const Knobs *knobs, const char *name)
{
  return (const char *const *)value_of (knobs, name)->words;
}

const KnobLink *
knob_links (const Knobs *knobs, const char *name, guint *n)
{
  const KnobValue *v = value_of (knobs, name);

  *n = v->n_links;
  return v->links;
}
