/* Links by the names of the nodes that they join: "worker3", every link that begins or ends there, "leaf0>core", those from the
 * one to the other, or "*", all of them.
 */
#pragma once

#include "network/topology.h"

/** Appends the links (guint32) that @text names. FALSE with LOCKSTEP_ERROR_INPUT where there are none. */
gboolean links_named (const Topology *topology, const char *text, GArray *links, GError **error);
