/* Private to the fair model: its state, and how it settles.
 *
 * Progressive filling (Bertsekas & Gallager, Data Networks, section 6.5) freezes links one at a time, the lowest (level, link)
 * first; the link that froze a flow is the flow's bottleneck, and the flows of one bottleneck are a FlowGroup of one rate. The
 * other flows of a link are foreign to it. A link without a group is slack: all its flows are frozen elsewhere.
 *
 * A state of groups and rates is the filling's result exactly when it is so seen from each link alone: let the link's flows be
 * frozen at the shares (level, link) of their groups, lowest first; as long as its own offer, what it has left over the flows
 * that are left, does not come before the next share, that flow is foreign; from then on all that are left are its own, at that
 * offer. (The lowest share of such a state is the lowest offer of any link with all flows open, which is where filling begins;
 * and so on.) So after a change only links that may see something else need to be judged again, in the order in which filling
 * would meet them: a link that is lower cannot be affected by one that is higher. fair_settle.c keeps that queue.
 *
 * What keeps a link from being judged is a limit that it sets to the rates of its foreign flows:
 *   A slack link gives each flow a limit of its own; while every flow is below its limit, and the limits, each rounded up by one,
 * add up to no more than the capacity, its offer stays behind each of its flows' rates, by more than rounding can take away. What
 * is not given away is a reserve for flows that come or rise.
 *   A slack link all of whose flows are of one group, whose link has less to give to no fewer flows, is wider: it sets no limit.
 *   A link with a group promises one level to all its foreign flows, less than its offer by more than rounding.
 * A group keeps the lowest limit that its flows meet. So a flow that comes or goes at the bottleneck of many touches none of
 * them. Between links that both have groups every change of rate matters: a flow of the one that crosses the other is a tie,
 * which the flow's group lists; each link with a group knows the sum of its foreign flows' rates.
 */
#pragma once

#include "network/flow_group.h"
#include "network/level_code.h"

/* What a link offers to each of its flows. */
typedef struct
{
  Rate level;
  LinkId link;
} Share;

#define SHARE_MAX ((Share){ .level = ~(Rate)0, .link = LINK_NONE })
#define LIMIT_NONE G_MAXUINT32      /* a code behind all levels */
#define SOLE_NOBODY (LINK_NONE - 1) /* FairLink.sole while it has no flows; LINK_NONE: they are of several groups */

static inline gboolean
share_before (Share a, Share b)
{
  return a.level < b.level || (a.level == b.level && a.link < b.link);
}

/* A flow of a group that crosses another link with a group. */
typedef struct
{
  FlowId flow;
  guint32 hop; /* among the flow's; it knows the tie's place */
  LinkId link;
} Tie;

/* What there is to know of a link with a group. */
typedef struct _FairGroup FairGroup;
struct _FairGroup
{
  FlowGroup flows;
  Rate foreign; /* the sum of the link's other flows' rates */
  Rate promise; /* the limit of the link's foreign flows; 0: none is sure */
  Tie *ties;
  guint32 n_ties, ties_allocated;
  guint32 lowest; /* no flow's limit on another link is less; a code */
  FairGroup *next_spare;
};

/* What the model knows of a link beside the table's SharedLink. Most are slack, so a group is made where there is one, and used
 * again. */
typedef struct
{
  Rate reserve; /* slack, not wider: the capacity without all limits, each rounded up */
  Rate slice;   /* slack: what it adds to a flow's rate for a limit */
  FairGroup *group;
  guint32 n_own;  /* flows whose bottleneck it is; none: it is slack, and has no group */
  LinkId sole;    /* slack: the group that all its flows are in */
  gboolean stale; /* slack: its flows' limits say nothing; it is in the queue or dirty */
  gboolean moved; /* in the list of that name */
} FairLink;

/* A flow that has finished and is not popped yet. */
typedef struct
{
  FlowId flow;
  guint64 sequence; /* the flow's; another one: it was closed meanwhile */
} Finished;

/* A foreign flow, seen from a link. */
typedef struct
{
  Rate level; /* of its group */
  LinkId group;
  FlowId flow;
} Seen;

typedef struct
{
  FlowTable table;
  GArray *links;      /* FairLink */
  FairGroup *spare;   /* groups that are not in use */
  IndexHeap finishes; /* of the groups, but for those with flows in finished: LinkId by SimTime */
  GArray *places;     /* guint32, by LinkId: in finishes */
  SimTime next;       /* of the first of finishes */
  IdList fresh;       /* FlowId: opened since the last settle */
  Finished *finished; /* [first_finished … n_finished), lowest id first */
  guint first_finished, n_finished, finished_allocated;
  IndexHeap queue;    /* LinkId, by a level that is not behind what it has to be judged at */
  GArray *queued;     /* guint32, by LinkId: in queue */
  Rate at;            /* how far the queue has come */
  gboolean settling;  /* otherwise whatever changes is dirty */
  IdList moved;       /* LinkId: whose group has another rate or other flows */
  GArray *seen;       /* Seen, scratch */
} Fair;

static inline FairLink *
fair_link (const Fair *fair, LinkId id)
{
  return &g_array_index (fair->links, FairLink, id);
}

static inline FairGroup *
fair_group (const Fair *fair, LinkId id)
{
  return fair_link (fair, id)->group;
}

static inline guint32 *
fair_queued (const Fair *fair)
{
  return &g_array_index (fair->queued, guint32, 0);
}

static inline Seen *
fair_seen (const Fair *fair, guint i)
{
  return &g_array_index (fair->seen, Seen, i);
}

static inline void
fair_lower (Fair *fair, LinkId group, guint32 limit)
{
  FairGroup *lowered = fair_group (fair, group);
  lowered->lowest = MIN (lowered->lowest, limit);
}

/* fair_members.c: who is in which group. */

/** The bottleneck of the flow, which may have another one or none yet, is @link from @now on. A group that has been empty has the
 *  rate @rate. */
void fair_join (Fair *fair, FlowId id, LinkId link, Rate rate, SimTime now);
/** How far the flow is; one without a group may have been credited with what it sent before it was opened. */
static inline unsigned __int128
fair_sent (const Fair *fair, const Flow *flow, SimTime now)
{
  return flow->group == LINK_NONE ? flow->sent : flow_group_sent (&fair_group (fair, flow->group)->flows, flow, now);
}

/** The flow, which may have no bottleneck, has none any more. */
void fair_leave (Fair *fair, FlowId id);
/** Puts down that the finish of the group's next flow must be looked at. */
static inline void
fair_note_moved (Fair *fair, LinkId id)
{
  FairLink *link = fair_link (fair, id);
  if (link->moved)
    return;
  link->moved = TRUE;
  id_list_add (&fair->moved, id);
}
/** The group has another rate from @now on; who is tied to it must be judged. */
void fair_set_rate (Fair *fair, LinkId link, Rate rate, SimTime now);

/* fair_judge.c: one link alone. */

/** What a link with a group offers to its own flows, if it takes none; it never offers less when it takes some. */
Rate fair_offer (const Fair *fair, LinkId id);
/** What the link offers to its own flows and to those in fair->seen from *@taken on, which it would take from their groups;
 * SHARE_MAX and none when it is slack. Sets limits anew where they have to be. */
Share fair_judge (Fair *fair, LinkId id, guint *taken);
/** Sets a limit for the flow's hop, which is foreign to its link. */
void fair_admit (Fair *fair, const Flow *flow, Hop *hop);
/** Gives back what the limit takes. */
void fair_release (Fair *fair, const Hop *hop);
/** The group's rate has risen: asks for higher limits where it has reached them. */
void fair_keep_limits (Fair *fair, LinkId group);

/* fair_settle.c: the order. */

/** The link is to be judged, not later than at @level; outside of a settle nothing is to be done, since the link is dirty. */
void fair_doubt (Fair *fair, LinkId id, Rate level);
void fair_settle_links (Fair *fair, SimTime now);
