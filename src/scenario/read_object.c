/* An object, read by the rows of the table of keys. */
#include "scenario/key_value.h"
#include "scenario/reader.h"

/* One value by its row into @base. */
static void
read_key (Reader *reader, const Key *key, const cJSON *node, gpointer base)
{
  const Knob alone[] = { key->knob, { NULL } };
  if (key->form)
    key->form->read (reader, node, base);
  else if (key->knob.type == KNOB_OBJECT && !key->knob.members)
    {
      g_autofree char *object = key_pointer (key);
      read_object (reader, node, object, base);
    }
  else
    {
      g_autoptr (Knobs) values = knobs_new (alone);
      read_knob (reader, node, alone, values);
      if (knob_given (values, key->knob.name))
        key_store (key, base, values);
    }
}

static void
read_row (Reader *reader, const cJSON *object, const Key *key, gpointer base)
{
  const cJSON *member = cJSON_GetObjectItemCaseSensitive (object, key->knob.name);
  if (member && key->planned && !(cJSON_IsArray (member) && !member->child))
    reader_wrong (reader, member, AT_KEY, "%s is not in this version", key->knob.name);
  else if (member && !key->planned)
    read_key (reader, key, member, base);
  else if (!member && key->knob.required)
    reader_missing_in (reader, object, &key->knob);
  if (!member && key->settle)
    key->settle (base);
}

/* The knobs of the word that was chosen at @key. */
static void
read_key_knobs (Reader *reader, const cJSON *object, const Key *key, gpointer base)
{
  gconstpointer chosen = key_chosen (key, base);
  if (!chosen)
    return;
  Knobs *knobs = knobs_new (word_knobs (key->knob.table, chosen));
  read_knobs (reader, object, knobs);
  key_store_knobs (key, base, knobs);
}

void
read_object (Reader *reader, const cJSON *node, const char *object, gpointer base)
{
  if (!read_is_object (reader, node))
    return;
  for (const Key *key = key_next_in (object, NULL); key; key = key_next_in (object, key))
    read_row (reader, node, key, base);
  for (const Key *key = key_next_in (object, NULL); key; key = key_next_in (object, key))
    if (key_takes_knobs (key))
      read_key_knobs (reader, node, key, base);
  report_strays (reader, node, object, base);
}
