/* Private to the fair model: its state, and the two ways in which it settles.
 *
 * Progressive filling (Bertsekas & Gallager, Data Networks, section 6.5) freezes links one at a time, the lowest (level, link)
 * first; the link that froze a flow is the flow's bottleneck, and the flows of one bottleneck are a FlowGroup of one rate. A link
 * without a group is slack: all its flows are frozen elsewhere.
 *
 * fair_local.c settles what touches plain links alone. A link with a group is plain when all its flows are of the group and all
 * their other links are slack and plain; its rate is then capacity / flows, whatever happens around it. A slack link is plain
 * when capacity / flows, which never falls while it is filled, lies behind the rates of all its flows, in the order (level,
 * link): it is never the lowest. So as long as that stays true for every pair of a group and a slack link that meet in a flow, a
 * flow that comes or goes changes the rate of one group, and no flow needs to be touched.
 *
 * The pairs are not looked at one by one: a slack link promises a level that lies behind its flows' rates and not behind what the
 * link could offer, and a group keeps the lowest promise that its flows met. Promises are halfway between the two, so that they
 * seldom need to be made anew; a link of a single flow promises all that it has. Nothing need be promised by a link whose flows
 * are all of one group while its capacity lies behind that of the group's link, which has those flows and more.
 *
 * fair_fill.c fills whole components anew: all that hangs together with a link where the above does not hold.
 */
#pragma once

#include "network/component.h"
#include "network/flow_group.h"

/* What a link offers to each of its flows. */
typedef struct
{
  Rate level;
  LinkId link;
} Share;

#define SOLE_NOBODY (LINK_NONE - 1) /* SharedLink.sole while none of its flows has a group; LINK_NONE: there are several */
#define SHARE_MAX ((Share){ .level = ~(Rate)0, .link = LINK_NONE })

static inline gboolean
share_before (Share a, Share b)
{
  return a.level < b.level || (a.level == b.level && a.link < b.link);
}

/* What the model knows of a link beside the table's SharedLink. */
typedef struct
{
  FlowGroup group; /* of the flows whose bottleneck it is, n_own of them; empty: the link is slack */
  Share lowest;    /* with a group, plain: not behind any promise of its flows' other links */
  Rate promise;    /* slack, plain, of several flows: behind their rates, not behind capacity / flows */
} FairLink;

/* A flow that has finished and is not popped yet. */
typedef struct
{
  FlowId flow;
  guint64 sequence; /* the flow's; another one: it was closed meanwhile */
} Finished;

typedef struct
{
  FlowTable table;
  GArray *links;      /* FairLink */
  IndexHeap finishes; /* of the groups: LinkId by SimTime */
  GArray *places;     /* guint32, by LinkId: in finishes */
  IdList fresh;       /* FlowId: opened since the last settle */
  GArray *finished;   /* Finished, highest id first */
  IdList broken;      /* LinkId: whose components must be filled anew */
  /* While a component is filled: */
  Component component; /* a flow of it that is frozen has the next mark */
  GArray *shares;      /* Share: a binary heap */
  guint n_open;        /* flows of the component that are not frozen */
} Fair;

static inline FairLink *
fair_link (const Fair *fair, LinkId id)
{
  return &g_array_index (fair->links, FairLink, id);
}

/** The bottleneck of the flow, which may have another one or none yet, is @link from @now on. */
void fair_join (Fair *fair, FlowId id, LinkId link, SimTime now);
/** Puts down when the next flow of the link's group, if there is one, finishes. */
void fair_refresh (Fair *fair, LinkId link);

/** Settles the dirty links, but for those that it adds to fair->broken. */
void fair_settle_locally (Fair *fair, SimTime now);
/** A slack link promises a level to its flows. FALSE when there is none: it may be a bottleneck. */
gboolean fair_promise (Fair *fair, LinkId link);
/** What it has promised. */
Share fair_promise_of (const Fair *fair, LinkId link);
/** Fills the components of the broken links. */
void fair_fill_broken (Fair *fair, SimTime now);
