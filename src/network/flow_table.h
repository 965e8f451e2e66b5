/* The bookkeeping under the sharing models: links, flows and who is on which link. A model's state begins with a FlowTable; the
 * model decides the rates and knows when flows finish.
 *
 * A flow is on its links from flow_table_enter until flow_table_leave. Whatever changes who is on a link, or what the link can
 * carry, makes the link dirty; the model gives rates to the flows that are affected and clears the list.
 *
 * Invariants: a link's members and its flows' hops point at each other.
 * Lifecycle: flow_table_init → links → flows enter and leave → flow_table_clear.
 */
#pragma once

#include "base/id_list.h"
#include "base/index_heap.h"
#include "base/slab.h"
#include "network/progress.h"

#define LINK_NONE G_MAXUINT32

#define FEW_HOPS 2

typedef struct
{
  LinkId link;
  guint32 place; /* among the link's members */
  union
  {
    guint32 tie;   /* of the fair model: its place among its group's ties, on a link with another group */
    guint32 limit; /* of the fair model: what the flow's rate stays below, on a slack link */
    guint32 spot;  /* of the fifo model: where it stands in the link's line */
  };
} Hop;

typedef struct
{
  FlowId flow;
  guint32 hop;  /* among the flow's hops */
  LinkId group; /* the flow's, so that a link need not touch its flows to see them */
} Member;

/* The hops of a longer route. */
typedef struct _HopBlock HopBlock;
struct _HopBlock
{
  HopBlock *next_spare;
  guint32 room;
  Hop hops[]; /* [room] */
};

/* 64 bytes, as all that is asked of a flow at once is here. */
typedef struct
{
  union
  {
    Hop few[FEW_HOPS]; /* its hops, where there are no more */
    HopBlock *many;
  };
  guint32 n_hops;   /* 0: the id is free */
  LinkId group;     /* of the model: the link whose group it is in, or that binds it */
  guint64 sequence; /* in the order of opening, from 1; 0: the id is free */
  guint64 bytes;
  union /* where flows have no rates of their own */
  {
    unsigned __int128 sent;   /* without a group, in 2^-60 bytes */
    unsigned __int128 origin; /* its group's clock when it had sent nothing */
  };
} Flow;

typedef struct
{
  Rate capacity;
  unsigned __int128 carried; /* by flows that are gone, in 2^-60 bytes */
  union
  {
    Member one;   /* its only member, until many are allocated */
    Member *many; /* [many_allocated] */
  };
  guint32 n_members, many_allocated;
  gboolean dirty; /* to be settled */
} SharedLink;

typedef struct _Sharing FlowTable; /* so that its functions serve as those of a SharingModel */

struct _Sharing
{
  GArray *links;  /* SharedLink */
  GArray *flows;  /* Flow, by id */
  Slab slab;      /* of FlowIds */
  IdList dirty;   /* LinkId */
  GArray *places; /* guint32, by FlowId: where the flow is in the heap in which the model keeps it */
  GArray *progress; /* Progress, by FlowId, where each flow has a rate of its own; or NULL */
  HopBlock *spare;  /* for the next longer routes */
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

/** Where each flow has a rate of its own. */
static inline Progress *
flow_table_progress (const FlowTable *table, const Flow *flow)
{
  return &g_array_index (table->progress, Progress, flow - flow_table_flow (table, 0));
}

static inline Hop *
flow_hops (const Flow *flow)
{
  return (Hop *)(flow->n_hops <= FEW_HOPS ? flow->few : flow->many->hops);
}

static inline Member *
link_members (const SharedLink *link)
{
  return link->many_allocated == 0 ? (Member *)&link->one : link->many;
}

static inline guint32 *
flow_table_places (const FlowTable *table)
{
  return &g_array_index (table->places, guint32, 0);
}

/** The link is to be settled. */
static inline void
flow_table_touch (FlowTable *table, LinkId id)
{
  SharedLink *link = flow_table_link (table, id);
  if (link->dirty)
    return;
  link->dirty = TRUE;
  id_list_add (&table->dirty, id);
}

/* These serve as functions of a SharingModel. */
LinkId flow_table_add_link (FlowTable *table, Rate capacity);
void flow_table_set_capacity (FlowTable *table, LinkId id, Rate capacity, SimTime now);

/** A new flow, in no heap, on all links of @route; nothing of it is sent. */
FlowId flow_table_enter (FlowTable *table, const LinkId *route, guint n_links, guint64 bytes, SimTime now);
/** Takes a flow, which is in no heap and has sent @sent, off its links; its id is free. */
void flow_table_leave (FlowTable *table, FlowId id, unsigned __int128 sent);
/** The flow, which was opened just now and has no rate, has sent so much already. */
void flow_table_credit (FlowTable *table, FlowId id, unsigned __int128 sent);
/** @bytes have been carried by flows that were never opened. */
void flow_table_carry (FlowTable *table, LinkId id, guint64 bytes);
/** The link of the flow's route with the smallest capacity, the first of such. */
LinkId flow_narrowest (const FlowTable *table, const Flow *flow);
/** The links are no longer dirty. */
void flow_table_clean (FlowTable *table);
/** Aborts on a broken invariant; for tests. */
void flow_table_check (const FlowTable *table);
