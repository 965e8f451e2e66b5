/* Topologies: nodes, links between them, and the route of a message.
 *
 * The first n_hosts nodes are the hosts (workers, then dedicated servers); switches follow. A physical cable is two links, one
 * in each direction (full duplex). Routes are pure functions of (from, to, flow); they may be computed lazily, so that no
 * table of N² routes is ever held.
 */
#pragma once

#include "base/knob.h"
#include "sim/clock.h"

typedef guint32 NodeId;

/* What a host brings: the rate (bytes per second of payload, each direction) and latency of its own link, and whether it is a
 * dedicated server; those come last. */
typedef struct
{
  double bandwidth; /* bytes per second, > 0; NAN where every link has a rate of its own */
  SimTime latency;  /* of one link */
  gboolean server;
} HostLink;

typedef struct
{
  NodeId from, to;
  double bandwidth; /* bytes per second */
  SimTime latency;
} Link;

typedef struct _Topology Topology;

typedef struct _TopologyKind
{
  const char *name; /* "star" */
  const char *summary;
  const Knob *knobs; /* NULL: none */
  /* Whether @knobs and the number of hosts, of which the last @n_servers are dedicated servers, fit together; FALSE with
   * LOCKSTEP_ERROR_INPUT, and in @at (NULL at first) the knob that is wrong, where it is one. May be NULL. */
  gboolean (*accepts) (const Knobs *knobs, guint n_hosts, guint n_servers, const char **at, GError **error);
  /* Whether every link has a rate of its own, so that none is due for the hosts. NULL: no. */
  gboolean (*has_rates) (const Knobs *knobs);
  /* Adds switches and links to @topology with topology_add_switch and topology_add_cable. @knobs have been accepted. FALSE with
   * an error when something outside the program (a file) was not as it was. */
  gboolean (*build) (Topology *topology, const Knobs *knobs, const HostLink *hosts, guint n_hosts, GError **error);
  /* Appends the links from @from to @to, from ≠ to. @flow picks among equal paths (ECMP). */
  void (*route) (const Topology *topology, NodeId from, NodeId to, guint64 flow, GArray *links /* guint32 */);
  /* Hosts that stand together, h/group being the same: an island, a rack, a site. 1 where they do not stand so. NULL: 1. */
  guint (*group) (const Knobs *knobs, guint n_hosts);
  /* Sides of the grid that the hosts stand on, the first one fastest; 0 behind the last. NULL: none. */
  void (*sides) (const Knobs *knobs, guint n_hosts, guint sides[3]);
  /* The level of a switch, from 1 for those that hosts are meant for. NULL: its distance in links from the nearest host. */
  guint (*tier) (const Topology *topology, NodeId node);
  /* The switch that stands for this one and for those beside it over which traffic may spread evenly, as they all have the same
   * cables. NULL: each for itself. */
  NodeId (*trunk) (const Topology *topology, NodeId node);
  /* How many cables the narrowest cut between two halves of the hosts, which differ by at most one, crosses; all are alike and
   * join hosts. NULL: not known. */
  guint64 (*bisection) (const Topology *topology);
  /* The longest of the routes between two hosts, in links. */
  guint (*diameter) (const Topology *topology);
} TopologyKind;

extern const TopologyKind topology_star, topology_racks, topology_fat_tree, topology_torus, topology_hypercube, topology_ring,
    topology_full_mesh, topology_islands, topology_wan, topology_graph;

/** NULL-terminated. */
extern const TopologyKind *const topology_table[];
extern const WordTable topology_words;

/** @knobs (borrowed, kept) may be NULL for all defaults. @efficiency: the share that payload gets of the rates that @knobs name;
 *  the rates of @hosts are of payload already. */
Topology *topology_new (const TopologyKind *kind, const Knobs *knobs, const HostLink *hosts, guint n_hosts, double efficiency,
                        GError **error);
/** Multiplies every link's rate and latency. */
void topology_scale (Topology *topology, double bandwidth, double latency);
/** Adds a gate: a link of this rate that lies on every way between two hosts whose @sides ([n_hosts] at least, (transfer full)) are
 *  not the same. It joins no nodes; topology_links_from does not know it. Returns its id. */
guint32 topology_add_gate (Topology *topology, double bandwidth, guint8 *sides);
/** @link has another latency from now on; routes stay what they are. */
void topology_set_latency (Topology *topology, guint32 link, SimTime latency);
/** What it was at first. */
SimTime topology_first_latency (const Topology *topology, guint32 link);
void topology_free (Topology *topology);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Topology, topology_free)

/** Returns its number; they count on from the hosts'. @name is copied. */
NodeId topology_add_switch (Topology *topology, const char *name);
/** Adds @a → @b and then @b → @a. Returns the first one's id; the second is one more. */
guint32 topology_add_cable (Topology *topology, NodeId a, NodeId b, double bandwidth, SimTime latency);
/** Gives the cable whose first link is @link another rate and latency from @b to @a. */
void topology_set_way_back (Topology *topology, guint32 link, double bandwidth, SimTime latency);
/** What the user's graph calls @host; copied. While it is being built. */
void topology_set_alias (Topology *topology, NodeId host, const char *name);

/** What a kind has worked out while it built, for its routes; freed with @destroy. */
void topology_set_state (Topology *topology, gpointer state, GDestroyNotify destroy);
gpointer topology_state (const Topology *topology);

const TopologyKind *topology_kind (const Topology *topology);
const Knobs *topology_knobs (const Topology *topology);
guint topology_n_hosts (const Topology *topology);
/** Of the hosts, the last ones. */
guint topology_n_servers (const Topology *topology);
guint topology_n_nodes (const Topology *topology);
guint topology_n_links (const Topology *topology);
const Link *topology_link (const Topology *topology, guint32 id);
double topology_efficiency (const Topology *topology);
/** What the user's graph calls a host; NULL: there is no such graph. */
const char *topology_alias (const Topology *topology, NodeId host);
/** The name of a node that is not a host. */
const char *topology_switch_name (const Topology *topology, NodeId node);
/** The links that leave @node, lowest id first. Not while it is being built. */
const guint32 *topology_links_from (const Topology *topology, NodeId node, guint *n);
/** The first link from @from to @to, which must be there. Looks through the links that leave @from. */
guint32 topology_find_link (const Topology *topology, NodeId from, NodeId to);
/** A number below @n (> 0) for choice number @step of the flow: every choice is as likely as another one (ECMP). */
guint topology_pick (guint64 flow, guint step, guint n);
/** Appends the route's links to @links (guint32) and returns the path latency: the sum over its links. */
SimTime topology_route (const Topology *topology, NodeId from, NodeId to, guint64 flow, GArray *links);
