/* The table of keys: one row for each key that every scenario has. A row is the knob that says all there is to know about the key
 * (base/knob.h), the object that it stands in, and where in the settings its value goes.
 *
 * The reader, the resolved scenario, the JSON Schema, lockstep explain and scenario(5) all walk this table, so none can drift
 * from another. Rows stand in the order in which they are printed; an object's row comes before the rows of what is in it. The
 * default is what the settings' own init functions leave at the row's place, not the knob's own.
 *
 * A row that takes a word of a table with knobs also stands for the knobs of the chosen word, which lie in the same object.
 */
#pragma once

#include "base/knob.h"
#include "scenario/scenario.h"
#include "scenario/words.h"

typedef struct _Reader Reader;

/* How a value is kept at its place. */
typedef enum
{
  STORE_NOTHING,
  STORE_UINT,     /* guint */
  STORE_UINT64,   /* guint64 */
  STORE_DOUBLE,   /* double; NAN: absent */
  STORE_TIME,     /* SimTime; below 0: absent */
  STORE_BOOLEAN,  /* gboolean */
  STORE_STRING,   /* char *, owned; NULL: absent */
  STORE_WORD,     /* const descriptor *, of a word of a table; NULL: absent */
  STORE_INDEX,    /* an int-sized enumeration or gboolean: the word's position */
  STORE_IS_FIRST, /* gboolean: whether it is the first word */
  STORE_KNOBS,    /* Knobs *, owned, of the members of an object; NULL: absent */
} KeyStore;

typedef enum
{
  KNOBS_NONE,
  KNOBS_SET,       /* Knobs *, owned */
  KNOBS_PARAMETERS /* double[]: a distribution's */
} KnobsStore;

/* How an irregular value is read and printed; @base is the owner of the row's offset, as for every row. */
typedef struct
{
  void (*read) (Reader *reader, const cJSON *node, gpointer base);
  char *(*print) (gconstpointer base, guint indent); /* JSON; NULL: absent. (transfer full) */
} KeyForm;

typedef struct
{
  const char *object; /* the pointer of the object that it is in: "" for the root, with "*" for every index of a list */
  Knob knob;
  KeyStore store;
  gsize at;               /* offset in its owner: the Scenario, or a list's element */
  KnobsStore knobs_store; /* where the knobs of the chosen word go */
  gsize knobs_at;
  gboolean zero_absent;                   /* a stored 0 is no value */
  gboolean planned;                       /* in the vocabulary, but not in this version */
  const KeyForm *form;                    /* NULL: by type and store */
  gboolean (*shown) (gconstpointer base); /* whether it applies, for the resolved scenario; NULL: always */
  void (*settle) (gpointer base);         /* fills in a default that follows from other keys; NULL: none */
} Key;

/** All rows; *@n of them. */
const Key *key_table (guint *n);
/** The next row after @previous (NULL: the first) of what is directly in @object ("" is the root); NULL behind the last. */
const Key *key_next_in (const char *object, const Key *previous);
/** As the table writes it: "/cluster/network/bandwidth". (transfer full) */
char *key_pointer (const Key *key);
