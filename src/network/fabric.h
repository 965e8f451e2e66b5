/* The links of a topology under a sharing model, driven by the simulator.
 *
 * Two alarms are kept for the model: "settle" at the end of an instant in which anything changed, so that many flows that start
 * or end together cost one recomputation, and the next finish.
 *
 * Lifecycle: fabric_new → flows open; each is finished (on_finished) or closed → fabric_free.
 */
#pragma once

#include "network/sharing.h"
#include "network/topology.h"
#include "sim/simulator.h"

typedef struct _Fabric Fabric;

/* The flow's last byte has left; its id is free again. */
typedef void (*FabricFinished) (gpointer owner, guint32 tag);

/** @sim and @topology are borrowed. Call before the first event. */
Fabric *fabric_new (Simulator *sim, const Topology *topology, const SharingModel *model, FabricFinished on_finished,
                    gpointer owner);
void fabric_free (Fabric *fabric);
/** Another function is told from now on. */
void fabric_set_finished (Fabric *fabric, FabricFinished on_finished);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fabric, fabric_free)

/** Starts @bytes from @from to @to, @hash picking among equal paths; @tag comes back when they have left. */
FlowId fabric_open (Fabric *fabric, NodeId from, NodeId to, guint64 hash, guint64 bytes, guint32 tag, SimTime *latency);
/** Takes a flow back. */
void fabric_close (Fabric *fabric, FlowId flow);

/* For flows that are reckoned elsewhere (network.h); with models that can credit them. */

/** What @link carries now. */
Rate fabric_link_rate (const Fabric *fabric, LinkId link);
gboolean fabric_link_is_idle (const Fabric *fabric, LinkId link);
/** @flow, which was opened just now, has sent so much already. */
void fabric_credit (Fabric *fabric, FlowId flow, unsigned __int128 sent);
/** @link has carried @bytes more. */
void fabric_carry (Fabric *fabric, LinkId link, guint64 bytes);

void fabric_set_rate (Fabric *fabric, LinkId link, double bytes_per_s);
guint64 fabric_link_bytes (const Fabric *fabric, LinkId link);
SimTime fabric_latency (const Fabric *fabric, NodeId from, NodeId to, guint64 hash);
/** Aborts on a broken invariant of the model; for tests. */
void fabric_check (const Fabric *fabric);
