/* A component: the links and flows of a FlowTable that hang together, directly or through others. A model that gives rates to
 * whole components visits each one that has a dirty link once.
 */
#pragma once

#include "network/flow_table.h"

typedef struct
{
  guint64 mark;  /* even; links and flows met since component_begin have it */
  GArray *links; /* LinkId */
  GArray *flows; /* FlowId */
} Component;

void component_init (Component *component);
void component_clear (Component *component);

/** Nothing has been met. */
void component_begin (Component *component);
/** Collects the component around @start, nothing of it given yet; FALSE when it was met before. */
gboolean component_collect (Component *component, const FlowTable *table, LinkId start);
