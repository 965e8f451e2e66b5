/* The spellings of units, for reading and writing quantities; private to base/. */
#pragma once

#include "base/units.h"

typedef struct
{
  const char *name; /* "M", "" for none */
  int power;        /* of ten, or of two where binary */
  gboolean binary;
  gboolean trap;    /* K, which some take for 1024 */
  const char *word; /* "mega" */
} UnitPrefix;

typedef struct
{
  const char *name;  /* "bit/s" */
  double factor;     /* to the base unit: 0.125 */
  int power;         /* and ten to this: exact where a factor such as 1e-6 is not */
  gboolean prefixed; /* takes an SI prefix */
  gboolean binary;   /* takes Ki Mi Gi too */
  gboolean trap;     /* its case alone decides between bits and bytes */
  const char *word;  /* "bits per second" */
} Unit;

typedef struct
{
  const char *noun;         /* "a time" */
  const char *unit_of;      /* "time" */
  const char *example;      /* "25 us" */
  const char *written_with; /* "ns, us, ms, s, min, h or d" */
  const char *expectation;
  const char *pattern;
  const Unit *units; /* the first is the base unit; ends with a NULL name */
} DimensionInfo;

/** The prefixes, none first; ends with a NULL name. */
extern const UnitPrefix unit_prefixes[];

const DimensionInfo *dimension_info (Dimension dimension);

/** Whether @prefix may stand before @unit. */
gboolean unit_takes_prefix (const Unit *unit, const UnitPrefix *prefix);

/** Takes the spelling @text (with its prefix) apart. FALSE when @dimension has none such. */
gboolean unit_find (Dimension dimension, const char *text, const Unit **unit, const UnitPrefix **prefix);
