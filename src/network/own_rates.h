/* Under the models in which every flow has a rate of its own: a FlowTable and a heap of when each flow finishes. A model's state
 * begins with an OwnRates; it decides the rates and nothing else.
 *
 * Invariants: every open flow is in the heap, at the finish of its progress.
 * Lifecycle: own_rates_init → links → flows open, are given rates, are popped or closed → own_rates_clear.
 */
#pragma once

#include "network/flow_table.h"

typedef struct
{
  FlowTable table;
  IndexHeap finishes; /* FlowId by SimTime */
} OwnRates;

void own_rates_init (OwnRates *rates);
void own_rates_clear (OwnRates *rates);

/* These serve as functions of a SharingModel; the state is that of an OwnRates. */
FlowId own_rates_open (Sharing *state, const LinkId *route, guint n_links, guint64 bytes, SimTime now);
void own_rates_credit (Sharing *state, FlowId id, unsigned __int128 sent);
guint64 own_rates_close (Sharing *state, FlowId id, SimTime now);
SimTime own_rates_next_finish (const Sharing *state);
FlowId own_rates_pop_finished (Sharing *state, SimTime now);
guint64 own_rates_link_bytes (const Sharing *state, LinkId id, SimTime now);

/** The flow that own_rates_pop_finished would return, which stays open. */
FlowId own_rates_first_finished (const Sharing *state, SimTime now);
/** Gives a flow another rate from @now on. */
void own_rates_set (OwnRates *rates, FlowId id, Rate rate, SimTime now);
/** Aborts on a broken invariant; for tests. */
void own_rates_check (const OwnRates *rates);
/** Aborts when a link that is not dirty carries more than its capacity. */
void own_rates_check_loads (const OwnRates *rates);
