/* Directed edges of a graph as the two ways of cables. */
#pragma once

#include "network/graph_text.h"

/** Joins each edge i for which @directed[i] holds, and which says only @there, with the first one back that is left; the cable
 *  stands where the earlier of the two stood. FALSE with LOCKSTEP_ERROR_INPUT when one has none back. */
gboolean graph_pairs_join (GraphText *graph, const gboolean *directed, GError **error);
