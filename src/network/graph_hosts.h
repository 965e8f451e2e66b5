/* Which nodes of the user's graph are the hosts.
 *
 * The first of these that says anything decides: the list "hosts" of the scenario, in the order of the hosts; the roles that a
 * GraphML file gives its nodes, in the order of the file; the names worker0, worker1 … and server0 … . There must be as many as
 * the run needs, neither more nor fewer, and a path between any two.
 */
#pragma once

#include "network/graph_text.h"

/** Which NodeId each node gets: workers, then dedicated servers, of which there are @n_servers among the @n_hosts, then the
 *  others in their order. @listed: names, NULL-terminated, or NULL. (transfer full); NULL with LOCKSTEP_ERROR_INPUT, and
 *  "hosts" in @at where the list is wrong. */
NodeId *graph_hosts_number (const GraphText *graph, const char *const *listed, guint n_hosts, guint n_servers, const char **at,
                            GError **error);
