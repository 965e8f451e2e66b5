/* The executor: runs any plan through the network for its time and, when the payload is real, over the real vectors in
 * the plan's own order.
 *
 * network.send "waited": a flow starts when its sender has reached the send and its receiver the matching receive (the handshake
 * is free); a step is over when its sends have left and its receives have arrived. "eager": a flow starts at once and the sender
 * waits for nothing. A reduction takes bytes / reduce rate at the receiver (γ) before its step is over; 0 is free. What a flow
 * carries is a snapshot of the sender's elements when it starts.
 *
 * Lifecycle: one PlanExecutor for a network; plan_run_new → plan_run_enter for every rank, in any order, at any time →
 * on_rank_done for each → on_done, after which the executor frees the run. plan_run_abort at any time instead.
 */
#pragma once

#include "collective/plan.h"
#include "network/network.h"

typedef struct _PlanExecutor PlanExecutor;
typedef struct _PlanRun PlanRun;

typedef struct
{
  void (*on_rank_done) (gpointer owner, guint64 tag, guint rank); /* this rank has its result */
  void (*on_done) (gpointer owner, guint64 tag); /* all ranks have; NULL: nobody asks. The run is gone after it. */
} PlanRunClient;

/** Registers with @network; call before the first event. @reduce_bytes_per_s 0: reductions are free. */
PlanExecutor *plan_executor_new (Simulator *sim, Network *network, double reduce_bytes_per_s);
void plan_executor_free (PlanExecutor *executor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlanExecutor, plan_executor_free)

/** Whether runs may be advanced at once where nobody is in their way (form.h), which changes no result; they may not unless told.
 */
void plan_executor_set_shortcuts (PlanExecutor *executor, gboolean shortcuts);
/** Runs that are being advanced at once go on step by step. */
void plan_executor_unfold (PlanExecutor *executor);
/** Runs that went so from their first entry to their end. @first, unless NULL: when the first of them was entered. */
guint64 plan_executor_shortcuts (const PlanExecutor *executor, SimTime *first);

/** @plan is copied. @nodes: rank → node, copied. @data: rank → n_elements floats, changed in place, borrowed until that rank is
 * done; NULL: time only, or plan_run_set_data for every rank. A vector has plan_vector_length elements. @purpose (below 2^28)
 * separates the channels of concurrent runs, and each lane has its own; they never meet those of ordinary messages. @iteration
 * goes to the record. */
PlanRun *plan_run_new (PlanExecutor *executor, const Plan *plan, Operator op, const NodeId *nodes, float *const *data,
                       guint32 purpose, guint64 iteration, const PlanRunClient *client, gpointer owner, guint64 tag);
/** Rank @rank is ready now. on_rank_done never runs before this returns (it runs as an event of this instant at the earliest). */
void plan_run_enter (PlanRun *run, guint rank);
/** Sets the vector of @rank before it enters; for data that is not there when the run is made. */
void plan_run_set_data (PlanRun *run, guint rank, float *data);
/** What its messages carry is bucket @number of a gradient, counted from 1; goes to the record. */
void plan_run_set_bucket (PlanRun *run, guint number);
/** Cancels its flows and frees it; no callback later. May be called from on_rank_done, not from on_done. */
void plan_run_abort (PlanRun *run);
