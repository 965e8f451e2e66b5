/* The user's own network as text says it: named nodes and the cables between them.
 *
 * Nodes called worker0, worker1 … and server0 … are the hosts; where there is no such name, the first nodes are.
 */
#pragma once

#include "network/topology.h"

typedef struct
{
  guint32 from, to; /* nodes by their order */
  double bandwidth; /* bytes per second, raw; NAN: as the hosts' */
  double latency;   /* seconds; NAN: as the hosts' */
} GraphEdge;

typedef struct
{
  GPtrArray *names;  /* of nodes, in the order in which they came */
  GHashTable *index; /* name → order + 1 */
  GArray *edges;     /* GraphEdge */
} GraphText;

GraphText *graph_text_new (void);
void graph_text_free (GraphText *graph);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GraphText, graph_text_free)

/** The node called @name, added where it is new. */
guint32 graph_text_node (GraphText *graph, const char *name);

/** From the knobs "links" or "file" (GraphML) of the graph topology. LOCKSTEP_ERROR_INPUT. */
GraphText *graph_text_read (const Knobs *knobs, GError **error);
/** A GraphML file (graphml.graphdrawing.org). Data of nodes: name (else the node's id is its name); of edges: bandwidth and
 * latency with units, or LinkSpeedRaw in bits per second (the Internet Topology Zoo's). */
gboolean graph_text_read_graphml (GraphText *graph, const char *path, GError **error);
/** The same from @n bytes of @text; @path is for messages. */
gboolean graph_text_parse_graphml (GraphText *graph, const char *path, const char *text, gsize n, GError **error);

/** Which NodeId each node gets: hosts first, then the others in their order. (transfer full), NULL with LOCKSTEP_ERROR_INPUT when
 *  the hosts do not fit or are not connected. */
NodeId *graph_text_number (const GraphText *graph, guint n_hosts, GError **error);
