/* The user's own network as text says it: named nodes and the cables between them. Which of the nodes are the hosts is another
 * matter (graph_hosts.h).
 */
#pragma once

#include "network/topology.h"

/* What a GraphML file says of a node. */
typedef enum
{
  GRAPH_ROLE_NONE,
  GRAPH_ROLE_WORKER,
  GRAPH_ROLE_SERVER,
} GraphRole;

typedef struct
{
  char *name;
  GraphRole role;
} GraphNode;

/* One direction of a cable. */
typedef struct
{
  double bandwidth; /* bytes per second, raw; NAN: as the hosts' */
  double latency;   /* seconds; NAN: as the hosts' */
} GraphWay;

typedef struct
{
  guint32 from, to; /* nodes by their order */
  GraphWay there, back;
} GraphEdge;

typedef struct
{
  GArray *nodes;     /* GraphNode, in the order in which they came */
  GHashTable *index; /* name → order + 1 */
  GArray *edges;     /* GraphEdge */
} GraphText;

#define GRAPH_NO_NODE G_MAXUINT32

GraphText *graph_text_new (void);
void graph_text_free (GraphText *graph);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GraphText, graph_text_free)

static inline const GraphNode *
graph_text_node (const GraphText *graph, guint32 node)
{
  return &g_array_index (graph->nodes, GraphNode, node);
}

/** The node called @name, or GRAPH_NO_NODE. */
guint32 graph_text_find (const GraphText *graph, const char *name);
/** Adds a node, whose name is new. */
guint32 graph_text_add (GraphText *graph, const char *name, GraphRole role);
/** Whether every cable has a bandwidth, both ways. */
gboolean graph_text_has_rates (const GraphText *graph);

/** From the knobs "links" or "file" (GraphML) of the graph topology. NULL with LOCKSTEP_ERROR_INPUT, and the knob in @at. */
GraphText *graph_text_read (const Knobs *knobs, const char **at, GError **error);
/** A GraphML file (graphml.graphdrawing.org). Data of nodes: name (else the node's id is its name) and role (worker or server;
 * others are not hosts); of edges: bandwidth and latency with units, or LinkSpeedRaw in bits per second (the Internet Topology
 * Zoo's). A directed edge is one way of a cable, whose other way is the directed edge back. */
gboolean graph_text_read_graphml (GraphText *graph, const char *path, GError **error);
/** The same from @n bytes of @text; @path is for messages. */
gboolean graph_text_parse_graphml (GraphText *graph, const char *path, const char *text, gsize n, GError **error);
