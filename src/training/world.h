/* The world that a run happens in: simulated time, the network between the machines, the record of what happened. A job is told
 * which hosts are its own; it does not know that the world is no larger.
 *
 * Lifecycle: world_new → actors are added → world_open_network → the jobs run → world_free.
 */
#pragma once

#include "collective/plan_run.h"
#include "network/link_script.h"
#include "network/network.h"
#include "training/settings.h"

typedef struct
{
  Simulator *sim;
  Record *record;
  Topology *topology; /* NULL when nothing is sent; network and executor too */
  Network *network;
  PlanExecutor *executor;
  LinkChanges *changes; /* NULL while no link changes */
  LinkPlayer *player;   /* of cluster.network.changes; NULL: there are none */
} World;

/** Its actors are @settings' hosts. */
World *world_new (const RunSettings *settings, const RecordSettings *record);
/** LOCKSTEP_ERROR_INPUT where there is no such network. */
gboolean world_open_network (World *world, const RunSettings *settings, GError **error);
void world_free (World *world);
/** What changes links, made by the first call. */
LinkChanges *world_changes (World *world);
/** Events that come again and again for ever: who waits for nothing else waits in vain. */
guint world_periodic (const World *world);
/** Whether bytes are on the wire, if only for longer than simulated time reaches. */
gboolean world_is_sending (const World *world);
