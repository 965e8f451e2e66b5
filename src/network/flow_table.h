/* The bookkeeping under the sharing models: links, the flows on them, and a heap of when flows finish. A model that stands on it
 * decides the rates and nothing else; its state begins with a FlowTable.
 *
 * A flow is on its links from flow_table_open until it is popped or closed. Whatever changes who is on a link, or what the link
 * can carry, makes the link dirty; the model gives rates to the flows that are affected and clears the list.
 *
 * Invariants: a link's members and its flows' hops point at each other; the heap is ordered by (finish, id); a flow's finish is
 * that of its progress. Lifecycle: flow_table_init → links → flows open, are given rates, are popped or closed →
 * flow_table_clear.
 */
#pragma once

#include "network/progress.h"

typedef struct
{
  LinkId link;
  guint32 place; /* among the link's members */
} Hop;

typedef struct
{
  FlowId flow;
  guint32 hop; /* among the flow's hops */
} Member;

typedef struct
{
  Hop *hops; /* kept for the flow that has the id next */
  guint32 n_hops, hops_allocated;
  guint32 heap_place; /* FLOW_NONE: not in the heap, the id is free */
  Progress progress;
  SimTime finish;
  guint64 sequence; /* in the order of opening */
  guint64 mark;     /* of the model: the settle that met it */
} Flow;

typedef struct
{
  Rate capacity;
  unsigned __int128 carried; /* by flows that are gone, in 2^-60 bytes */
  Member *members;
  guint32 n_members, members_allocated;
  gboolean dirty;
  guint64 mark;   /* of the model: the settle that met it */
  Rate remaining; /* of the model, while it settles: what no flow has been given yet */
  guint32 n_open; /* of the model, while it settles: flows that have been given nothing yet */
} SharedLink;

typedef struct _Sharing FlowTable; /* so that its functions serve as those of a SharingModel */

struct _Sharing
{
  GArray *links; /* SharedLink */
  GArray *flows; /* Flow, by id */
  GArray *free_ids;
  GArray *dirty; /* LinkId */
  GArray *heap;  /* FlowId */
  guint64 n_opened;
};

void flow_table_init (FlowTable *table);
void flow_table_clear (FlowTable *table);

static inline SharedLink *
flow_table_link (const FlowTable *table, LinkId id)
{
  return &g_array_index (table->links, SharedLink, id);
}

static inline Flow *
flow_table_flow (const FlowTable *table, FlowId id)
{
  return &g_array_index (table->flows, Flow, id);
}

/* The functions of SharingModel that do not depend on how rates are decided. */
LinkId flow_table_add_link (FlowTable *table, Rate capacity);
void flow_table_set_capacity (FlowTable *table, LinkId id, Rate capacity, SimTime now);
FlowId flow_table_open (FlowTable *table, const LinkId *route, guint n_links, guint64 bytes, SimTime now);
guint64 flow_table_close (FlowTable *table, FlowId id, SimTime now);
SimTime flow_table_next_finish (const FlowTable *table);
FlowId flow_table_pop_finished (FlowTable *table, SimTime now);
guint64 flow_table_link_bytes (const FlowTable *table, LinkId id, SimTime now);

/** Gives a flow another rate from @now on. */
void flow_table_set_rate (FlowTable *table, FlowId id, Rate rate, SimTime now);
/** The links are no longer dirty. */
void flow_table_clean (FlowTable *table);
/** Aborts on a broken invariant; for tests. */
void flow_table_check (const FlowTable *table);
/** Aborts when a link that is not dirty carries more than its capacity. */
void flow_table_check_loads (const FlowTable *table);
