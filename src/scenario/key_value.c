#include "scenario/key_value.h"

void
key_store (const Key *key, gpointer base, const Knobs *values)
{
  const char *name = key->knob.name;
  gpointer where = (char *)base + key->at;
  switch (key->store)
    {
    case STORE_NOTHING:
      break;
    case STORE_UINT:
      *(guint *)where = (guint)knob_integer (values, name);
      break;
    case STORE_UINT64:
      *(guint64 *)where = knob_integer (values, name);
      break;
    case STORE_DOUBLE:
      *(double *)where = knob_number (values, name);
      break;
    case STORE_TIME:
      *(SimTime *)where = sim_time_from_s (knob_number (values, name));
      break;
    case STORE_BOOLEAN:
      *(gboolean *)where = knob_boolean (values, name);
      break;
    case STORE_STRING:
      g_free (*(char **)where);
      *(char **)where = g_strdup (knob_word (values, name));
      break;
    case STORE_WORD:
      *(gconstpointer *)where = knob_choice (values, name, NULL);
      break;
    case STORE_INDEX:
      *(guint *)where = knob_word_index (values, name);
      break;
    case STORE_IS_FIRST:
      *(gboolean *)where = knob_word_index (values, name) == 0;
      break;
    case STORE_KNOBS:
      g_clear_pointer ((Knobs **)where, knobs_free);
      *(Knobs **)where = knobs_copy (knob_object (values, name));
      break;
    }
}

static gboolean
load_integer (const Key *key, guint64 value, Knobs *values)
{
  knobs_set_integer (values, key->knob.name, value);
  return value != 0 || !key->zero_absent;
}

static gboolean
load_number (const Key *key, double value, Knobs *values)
{
  knobs_set_number (values, key->knob.name, value);
  return !isnan (value) && !(value == 0 && key->zero_absent);
}

static gboolean
load_word (const Key *key, const char *word, Knobs *values)
{
  if (word)
    knobs_set_word (values, key->knob.name, word);
  return word != NULL;
}

gboolean
key_load (const Key *key, gconstpointer base, Knobs *values)
{
  gconstpointer where = (const char *)base + key->at, descriptor;
  SimTime time;
  switch (key->store)
    {
    case STORE_NOTHING:
      return FALSE;
    case STORE_UINT:
      return load_integer (key, *(const guint *)where, values);
    case STORE_UINT64:
      return load_integer (key, *(const guint64 *)where, values);
    case STORE_DOUBLE:
      return load_number (key, *(const double *)where, values);
    case STORE_TIME:
      time = *(const SimTime *)where;
      return load_number (key, time < 0 ? NAN : sim_time_to_s (time), values);
    case STORE_BOOLEAN:
      return load_number (key, *(const gboolean *)where, values);
    case STORE_STRING:
      return load_word (key, *(char *const *)where, values);
    case STORE_WORD:
      descriptor = *(const gconstpointer *)where;
      return load_word (key, descriptor ? key->knob.table->name (descriptor) : NULL, values);
    case STORE_INDEX:
      return load_word (key, key->knob.words[*(const guint *)where], values);
    case STORE_IS_FIRST:
      return load_word (key, key->knob.words[*(const gboolean *)where ? 0 : 1], values);
    case STORE_KNOBS:
      return FALSE; /* printed as it is */
    }
  g_return_val_if_reached (FALSE);
}

gboolean
key_takes_knobs (const Key *key)
{
  return key->knobs_store != KNOBS_NONE;
}

gconstpointer
key_chosen (const Key *key, gconstpointer base)
{
  return *(const gconstpointer *)((const char *)base + key->at);
}

static Knobs **
kept_knobs (const Key *key, gconstpointer base)
{
  return (Knobs **)((char *)base + key->knobs_at);
}

static double *
kept_parameters (const Key *key, gconstpointer base)
{
  return (double *)((char *)base + key->knobs_at);
}

const Knobs *
key_knobs (const Key *key, gconstpointer base)
{
  return key->knobs_store == KNOBS_SET ? *kept_knobs (key, base) : NULL;
}

void
key_store_knobs (const Key *key, gpointer base, Knobs *knobs)
{
  if (key->knobs_store == KNOBS_SET)
    {
      g_clear_pointer (kept_knobs (key, base), knobs_free);
      *kept_knobs (key, base) = knobs;
      return;
    }
  const Knob *table = knobs_table (knobs);
  for (guint i = 0; table[i].name; i++)
    kept_parameters (key, base)[i] = knob_number (knobs, table[i].name);
  knobs_free (knobs);
}

Knobs *
key_load_knobs (const Key *key, gconstpointer base)
{
  if (key->knobs_store == KNOBS_SET)
    return knobs_copy (*kept_knobs (key, base));
  Knobs *knobs = knobs_new (word_knobs (key->knob.table, key_chosen (key, base)));
  const Knob *table = knobs_table (knobs);
  for (guint i = 0; table[i].name; i++)
    knobs_set_number (knobs, table[i].name, kept_parameters (key, base)[i]);
  return knobs;
}
