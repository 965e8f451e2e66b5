/* The axes of a sweep, as "sweep" states them: what is read before any point is made. */
#pragma once

#include "scenario/reader.h"

typedef struct
{
  const char *pointer; /* borrowed from the document */
  char *name;          /* short and unique */
  const cJSON *key;    /* the member that states it */
  GPtrArray *values;   /* const cJSON, borrowed */
  GPtrArray *texts;    /* char, owned */
} Axis;

/* Axes that move together; most are alone. */
typedef struct
{
  guint first, n; /* axes */
  guint length;   /* values of each */
} AxisBlock;

typedef struct
{
  GPtrArray *axes;      /* Axis, owned */
  GArray *blocks;       /* AxisBlock */
  const cJSON *exclude; /* list of objects, or NULL */
  guint repeats;
} Grid;

/** Reads the sweep of @scenario. (transfer full), or NULL with its mistakes. */
Grid *grid_read (const Scenario *scenario, Diagnostics *diagnostics);
void grid_free (Grid *grid);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Grid, grid_free)

/** The axis of @pointer, or NULL. */
const Axis *grid_axis (const Grid *grid, const char *pointer);
/** Whether @value is @wanted, or one of them when @wanted is a list and @value none. */
gboolean value_matches (const cJSON *value, const cJSON *wanted);
