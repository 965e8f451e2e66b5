#include "base/knob.h"

typedef struct
{
  gboolean given;
  double number;
  guint64 integer; /* the same, all of its 64 bits */
  char *word;
  gconstpointer descriptor; /* of a word of a table */
  Knobs *inside;            /* an object's members, or the knobs that the word brings */
  gint64 *integers;
  double *numbers;
  char **words;
  Knobs **objects;
  guint n; /* of the list that it is */
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
value_set_number (KnobValue *value, double number)
{
  value->number = number;
  value->integer = number >= 0 && number < 18446744073709551616.0 ? (guint64)number : 0;
}

static void
value_set_word (KnobValue *value, const Knob *knob, const char *word)
{
  char *old = value->word;

  value->word = g_strdup (word);
  g_free (old);
  if (knob->table == NULL)
    return;
  g_clear_pointer (&value->inside, knobs_free);
  value->descriptor = word != NULL ? word_find (knob->table, word) : NULL;
  if (value->descriptor != NULL)
    value->inside = knobs_new (word_knobs (knob->table, value->descriptor));
}

static void
value_set_integers (KnobValue *value, const gint64 *integers, guint n)
{
  g_free (value->integers);
  value->integers = g_memdup2 (integers, n * sizeof *integers);
  value->n = n;
}

static void
value_set_numbers (KnobValue *value, const double *numbers, guint n)
{
  g_free (value->numbers);
  value->numbers = g_memdup2 (numbers, n * sizeof *numbers);
  value->n = n;
}

static gboolean
is_list_of_numbers (const Knob *knob)
{
  return knob->type == KNOB_NUMBERS || knob->type == KNOB_TIMES || knob->type == KNOB_RATES;
}

static void
value_init (KnobValue *value, const Knob *knob)
{
  value_set_number (value, knob->value);
  value_set_word (value, knob, knob->word);
  if (knob->type == KNOB_OBJECT)
    value->inside = knobs_new (knob->members);
  if (knob->type == KNOB_INTEGERS && !isnan (knob->value))
    value_set_integers (value, &(gint64){ (gint64)knob->value }, 1);
  if (is_list_of_numbers (knob) && !isnan (knob->value))
    value_set_numbers (value, &knob->value, 1);
}

static void
value_copy (KnobValue *to, const KnobValue *from)
{
  *to = *from;
  to->word = g_strdup (from->word);
  to->inside = from->inside != NULL ? knobs_copy (from->inside) : NULL;
  to->integers = from->integers != NULL ? g_memdup2 (from->integers, from->n * sizeof *from->integers) : NULL;
  to->numbers = from->numbers != NULL ? g_memdup2 (from->numbers, from->n * sizeof *from->numbers) : NULL;
  to->words = g_strdupv (from->words);
  to->objects = from->objects != NULL ? g_new (Knobs *, from->n) : NULL;
  for (guint i = 0; to->objects != NULL && i < from->n; i++)
    to->objects[i] = knobs_copy (from->objects[i]);
}

static void
value_clear (KnobValue *value)
{
  for (guint i = 0; value->objects != NULL && i < value->n; i++)
    knobs_free (value->objects[i]);
  g_free (value->objects);
  g_free (value->word);
  g_free (value->integers);
  g_free (value->numbers);
  g_strfreev (value->words);
  knobs_free (value->inside);
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
  copy->values = g_new (KnobValue, knobs->n);
  for (guint i = 0; i < knobs->n; i++)
    value_copy (&copy->values[i], &knobs->values[i]);
  return copy;
}

void
knobs_free (Knobs *knobs)
{
  if (knobs == NULL)
    return;
  for (guint i = 0; i < knobs->n; i++)
    value_clear (&knobs->values[i]);
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

Dimension
knob_dimension (const Knob *knob)
{
  switch (knob->type)
    {
    case KNOB_TIME:
    case KNOB_TIMES:
      return DIMENSION_TIME;
    case KNOB_BYTES:
      return DIMENSION_BYTES;
    case KNOB_RATE:
    case KNOB_RATES:
      return DIMENSION_RATE;
    case KNOB_FLOPS_RATE:
      return DIMENSION_FLOPS_RATE;
    default:
      return DIMENSION_NONE;
    }
}

gboolean
knob_is_list (const Knob *knob)
{
  return knob->type == KNOB_INTEGERS || knob->type == KNOB_WORDS || is_list_of_numbers (knob);
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

static const Knob *
declaration_of (const Knobs *knobs, const KnobValue *value)
{
  return &knobs->table[value - knobs->values];
}

static KnobValue *
give (Knobs *knobs, const char *name)
{
  KnobValue *value = value_of (knobs, name);

  value->given = TRUE;
  return value;
}

void
knobs_set_number (Knobs *knobs, const char *name, double value)
{
  value_set_number (give (knobs, name), value);
}

void
knobs_set_integer (Knobs *knobs, const char *name, guint64 value)
{
  KnobValue *v = give (knobs, name);

  v->number = (double)value;
  v->integer = value;
}

void
knobs_set_word (Knobs *knobs, const char *name, const char *word)
{
  KnobValue *v = give (knobs, name);

  value_set_word (v, declaration_of (knobs, v), word);
}

void
knobs_set_integers (Knobs *knobs, const char *name, const gint64 *values, guint n)
{
  value_set_integers (give (knobs, name), values, n);
}

void
knobs_set_numbers (Knobs *knobs, const char *name, const double *values, guint n)
{
  value_set_numbers (give (knobs, name), values, n);
}

void
knobs_set_words (Knobs *knobs, const char *name, const char *const *words)
{
  KnobValue *v = give (knobs, name);
  char **old = v->words;

  v->words = g_strdupv ((char **)words);
  g_strfreev (old);
}

Knobs *
knobs_add_object (Knobs *knobs, const char *name)
{
  KnobValue *v = give (knobs, name);
  const Knob *knob = declaration_of (knobs, v);

  if (knob->type == KNOB_OBJECT)
    return v->inside;
  g_assert (knob->type == KNOB_OBJECTS);
  v->objects = g_renew (Knobs *, v->objects, v->n + 1);
  return v->objects[v->n++] = knobs_new (knob->members);
}

Knobs *
knobs_brought (Knobs *knobs, const char *name)
{
  return value_of (knobs, name)->inside;
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
  const KnobValue *v = value_of (knobs, name);

  g_assert (v->number >= 0);
  return v->integer;
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

guint
knob_word_index (const Knobs *knobs, const char *name)
{
  const KnobValue *v = value_of (knobs, name);
  const char *const *words = declaration_of (knobs, v)->words;
  guint i = 0;

  while (!g_str_equal (words[i], v->word))
    i++;
  return i;
}

gconstpointer
knob_choice (const Knobs *knobs, const char *name, const Knobs **brought)
{
  const KnobValue *v = value_of (knobs, name);

  if (brought != NULL)
    *brought = v->inside;
  return v->descriptor;
}

const gint64 *
knob_integers (const Knobs *knobs, const char *name, guint *n)
{
  const KnobValue *v = value_of (knobs, name);

  *n = v->n;
  return v->integers;
}

const double *
knob_numbers (const Knobs *knobs, const char *name, guint *n)
{
  const KnobValue *v = value_of (knobs, name);

  *n = v->n;
  return v->numbers;
}

const char *const *
knob_words (const Knobs *knobs, const char *name)
{
  return (const char *const *)value_of (knobs, name)->words;
}

/* Whether nothing is missing in @knobs, nor in what its words bring. */
static gboolean
complete (const Knobs *knobs)
{
  for (guint i = 0; i < knobs->n; i++)
    {
      const KnobValue *v = &knobs->values[i];

      if (knobs->table[i].required && !v->given)
        return FALSE;
      if (v->descriptor != NULL && !complete (v->inside))
        return FALSE;
    }
  return TRUE;
}

const Knobs *
knob_object (const Knobs *knobs, const char *name)
{
  const KnobValue *v = value_of (knobs, name);

  g_assert (declaration_of (knobs, v)->type == KNOB_OBJECT);
  return v->given || complete (v->inside) ? v->inside : NULL;
}

const Knobs *const *
knob_objects (const Knobs *knobs, const char *name, guint *n)
{
  const KnobValue *v = value_of (knobs, name);

  *n = v->n;
  return (const Knobs *const *)v->objects;
}
