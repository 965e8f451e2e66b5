/* The table of keys: one row for each key of a scenario, and everything that is known about it.
 *
 * The reader, the resolved scenario, the JSON Schema, lockstep explain and scenario(5) all walk this table, so none can drift
 * from another. Rows stand in the order in which they are printed; an object's row comes before the rows of what is in it. A row
 * says where in the settings its value goes; the default is what the settings' own init functions leave there. An element of a
 * list is written "*".
 *
 * A row that takes a word of a table with knobs also stands for the knobs of the chosen word, which lie in the same object.
 */
#pragma once

#include "base/units.h"
#include "scenario/scenario.h"
#include "scenario/words.h"

typedef struct _Reader Reader;

typedef enum
{
  KEY_OBJECT,
  KEY_LIST,
  KEY_STRING,
  KEY_WORD,
  KEY_INTEGER,
  KEY_NUMBER,
  KEY_BOOLEAN,
  KEY_QUANTITY,
} KeyType;

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
  STORE_WORD,     /* const descriptor *; NULL: absent */
  STORE_INDEX,    /* an int-sized enumeration or gboolean: the word's position */
  STORE_IS_FIRST, /* gboolean: whether it is the first word */
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
  const char *pointer;
  KeyType type;
  Dimension dimension;    /* of a KEY_QUANTITY */
  const WordTable *words; /* of a KEY_WORD */
  double min, max;        /* inclusive; a max of 0: none; a min of DBL_MIN: above 0 */
  gboolean required;      /* where its object stands */
  gboolean planned;       /* in the vocabulary, but not in this version */
  gboolean zero_absent;   /* a stored 0 is no value */
  KeyStore store;
  gsize at; /* offset in its owner: the Scenario, or a list's element */
  KnobsStore knobs_store;
  gsize knobs_at;
  const KeyForm *form; /* NULL: by type and store */
  const char *schema;  /* members of its JSON Schema, where they do not follow from the type; NULL: they do */
  const char *also;    /* what a string may be beside the words, or beside an object, in words; NULL: nothing */
  gboolean (*shown) (gconstpointer base); /* whether it applies, for the resolved scenario; NULL: always */
  void (*settle) (gpointer base);         /* fills in a default that follows from other keys; NULL: none */
  const char *otherwise;                  /* the default in words, where it follows from other keys */
  const char *help;                       /* one line */
  const char *since;                      /* NULL: 0.1 */
} Key;

/** All rows; *@n of them. */
const Key *key_table (guint *n);
/** The row of @pattern, a pointer with "*" for every index, or NULL. */
const Key *key_find (const char *pattern);
/** The next row after @previous (NULL: the first) of what is directly in @object ("" is the root); NULL behind the last. */
const Key *key_next_in (const char *object, const Key *previous);
/** The last part of its pointer: "workers". */
const char *key_name (const Key *key);

/** Its default as JSON, or NULL where there is none. (transfer full) */
char *key_default (const Key *key);
