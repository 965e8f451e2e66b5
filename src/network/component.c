#include "network/component.h"

void
component_init (Component *component)
{
  component->mark = 0;
  component->links = g_array_new (FALSE, FALSE, sizeof (LinkId));
  component->flows = g_array_new (FALSE, FALSE, sizeof (FlowId));
}

void
component_clear (Component *component)
{
  g_array_unref (component->links);
  g_array_unref (component->flows);
}

void
component_begin (Component *component)
{
  component->mark += 2;
}

static void
meet_link (Component *component, const FlowTable *table, LinkId id)
{
  SharedLink *link = flow_table_link (table, id);
  if (link->mark == component->mark)
    return;
  link->mark = component->mark;
  link->remaining = link->capacity;
  link->n_open = link->n_members;
  g_array_append_val (component->links, id);
}

static void
meet_flow (Component *component, const FlowTable *table, FlowId id)
{
  Flow *flow = flow_table_flow (table, id);
  if (flow->mark == component->mark)
    return;
  flow->mark = component->mark;
  g_array_append_val (component->flows, id);
  for (guint h = 0; h < flow->n_hops; h++)
    meet_link (component, table, flow_hops (flow)[h].link);
}

gboolean
component_collect (Component *component, const FlowTable *table, LinkId start)
{
  if (flow_table_link (table, start)->mark == component->mark)
    return FALSE;
  g_array_set_size (component->links, 0);
  g_array_set_size (component->flows, 0);
  meet_link (component, table, start);
  for (guint i = 0; i < component->links->len; i++)
    {
      const SharedLink *link = flow_table_link (table, g_array_index (component->links, LinkId, i));
      for (guint m = 0; m < link->n_members; m++)
        meet_flow (component, table, link_members (link)[m].flow);
    }
  return TRUE;
}
