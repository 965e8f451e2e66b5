/* The machines of a run on the network: workers first, then the dedicated parameter servers. Hosts and actors have the same
 * numbers. */
#pragma once

#include "training/settings.h"

/** Machines that parameter servers stand on; 0: there are none. */
guint hosts_n_machines (const RunSettings *settings);
/** Whether those are machines of their own. */
gboolean hosts_dedicated (const RunSettings *settings);
guint hosts_count (const RunSettings *settings);
/** "worker3", "server0". (transfer full) */
char *hosts_name (const RunSettings *settings, guint host);
/** The network between them. (transfer full), or NULL with LOCKSTEP_ERROR_INPUT. */
Topology *hosts_topology (const RunSettings *settings, GError **error);
