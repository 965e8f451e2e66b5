/* The bridge's lower deck: nodes, parcels, groups, and the verbs that a protocol's handlers speak.
 *
 * A worker's iteration is compute, then an exchange, then worker_next, or worker_rest where it waits to be called. Compute asks
 * the budget first; when nothing is left for the worker it leaves. A server holds one contiguous shard of the parameters, with
 * clocks of its own.
 *
 * Clock:     the number of a worker's iterations whose push has been applied.
 * Lead:      a worker's clock minus the smallest live clock.
 * Staleness: updates applied at a shard between the read that a gradient was computed from and its own application.
 *
 * Every verb belongs to the handler's own node, and none runs a handler; nothing here tells a handler who is slow or gone but
 * through on_member.
 */
#pragma once

#include "training/protocol.h"

/** The protocol's own state, zeroed at the start: run_size bytes for the run, node_size for each node. */
gpointer training_protocol_state (Training *t);
gpointer node_state (Node *node);
/** The protocol's knobs, and the value of one of them that is a number. */
const Knobs *training_knobs (Training *t);
double training_knob (Training *t, const char *name);
guint training_n_workers (Training *t);
/** Worker @k < n_workers. */
Node *training_worker (Training *t, guint k);
/** Its number among those of its role. */
guint node_index (const Node *node);
/** Simulated time. */
SimTime training_now (const Training *t);
/** Whether the budget lets anybody begin anything. */
gboolean training_is_open (Training *t);
/** A whole number in [0, n), n > 0: a draw of @node's own (seed, node, @index). */
guint training_draw (Training *t, const Node *node, guint64 index, guint n);
/** Any other worker that is not taken to be down, each as likely, drawn likewise; NULL: there is none. */
Node *training_draw_peer (Training *t, const Node *node, guint64 index);

/** A value of the metric @name, which the protocol declares: the run has their mean, largest or sum. */
void training_measure (Training *t, const char *name, double value);

/* Any node */

/** on_timer follows @delay from now, with @tag. */
void node_timer (Training *t, Node *node, SimTime delay, guint32 tag);
/** The same for what comes again and again: it does not count as life, so a run in which nothing else is left to happen, and
 * which none of these brings about, is a deadlock. */
void node_period (Training *t, Node *node, SimTime delay, guint32 tag);
/** Sends @node's own parameters to @to: on_parcel follows there, of kind @kind (from PARCEL_OWN on), with @number. */
void node_send_parameters (Training *t, Node *node, Node *to, guint kind, guint64 number);

/* Workers */

/** Starts the next iteration's compute, at the parameters in hand; on_computed follows. When the budget is spent the worker leaves
 * instead. */
void worker_compute (Training *t, Node *worker);
/** Starts a round of local work: @steps iterations (>= 1; fewer where the worker's own budget ends), each followed by a step of the
 * worker's own optimizer; on_computed follows once. What it exchanges is the change, w before − w after. */
void worker_compute_round (Training *t, Node *worker, guint64 steps);
/** The state of the worker's own optimizer starts afresh. */
void worker_forget (Training *t, Node *worker);
/** Batches in one pass over the worker's rows; 1 where there is no data. */
guint64 worker_pass (Training *t, Node *worker);
/** Hands what was computed to the exchange, as far as it has not left already. Over servers: on_push follows there, and the pull
 * request rides on it. Over an all-reduce, or nothing: on_reduced follows. */
void worker_exchange (Training *t, Node *worker);
/** Puts the result of the exchange into the worker's parameters. The last worker's application completes the update. */
void worker_apply (Training *t, Node *worker);
/** The iteration is over: on_start follows. */
void worker_next (Training *t, Node *worker);
/** The iteration is over, and the worker waits to be called: for parameters that a server sends it, or for a parcel. */
void worker_rest (Training *t, Node *worker);
/** worker_exchange, then worker_rest: what it computed needs no reply. */
void worker_answer (Training *t, Node *worker);
/** Whether it computes or exchanges: it can begin nothing then. */
gboolean worker_is_busy (Training *t, Node *worker);
/** w ← w + share·(w of @parcel − w), on the worker's own parameters. */
void worker_mix (Training *t, Node *worker, const Parcel *parcel, double share);
/** Takes @parcel again when the worker, which must be busy now, rests. */
void worker_defer (Training *t, Node *worker, const Parcel *parcel);

/* Servers */

/** Applies one push at the full rate, after training.apply_time; on_applied follows with its worker. Pushes queue in order of
 * arrival. */
void server_apply (Training *t, Node *server, const Parcel *push);
/** Keeps a push for the average of @round, which must not be applied yet. Several of one worker count each. */
void server_gather (Training *t, Node *server, const Parcel *push, guint64 round);
/** Will not have a push: it is counted as dropped. */
void server_drop (Training *t, Node *server, const Parcel *push);
/** The round that is due: updates that the shard has applied. */
guint64 server_version (Training *t, Node *server);
/** For on_late: answers a push whose round is applied; one whose round is being applied is answered with that. */
void server_reply_late (Training *t, Node *server, const Parcel *push);
/** Whether the average of the round that is due is being applied: what comes now is too late for it. */
gboolean server_is_averaging (Training *t, Node *server);
/** Pushes gathered for the round that is due; 0 while its average is being applied. */
guint server_gathered (Training *t, Node *server);
/** Whether they are those of every worker that has not left, and there is at least one. */
gboolean server_gathered_all (Training *t, Node *server);
/** Applies the average of the round that is due, of all that is gathered for it at that moment, weighted by samples, summed in worker
 * order; on_applied follows with NULL. */
void server_apply_average (Training *t, Node *server);

/** Answers the pull of @worker with the parameters as they stand. Its on_start follows when all shards are in. */
void server_reply (Training *t, Node *server, Node *worker);
/** Sends @worker the parameters unasked; the first ones it has in hand. Its on_start follows when every shard has, and whatever it
 * computes then is dropped. */
void server_call (Training *t, Node *server, Node *worker);
/** Draws @n workers (fewer, where so many are not left) for the round that is due: the same at every shard that knows of the same
 * ones having left. Returns: [@n_drawn], borrowed until the next draw. */
const guint32 *server_draw_workers (Training *t, Node *server, guint n, guint *n_drawn);
/** Answers every worker whose pull waits here, in worker order. Not for a protocol that holds pulls: those are released. */
void server_reply_all (Training *t, Node *server);
/** Keeps the pull of @worker for server_release. */
void server_hold (Training *t, Node *server, Node *worker);
/** Answers, first come first served, every held pull that @may_go allows. */
void server_release (Training *t, Node *server, gboolean (*may_go) (Training *, Node *server, Node *worker));

/** The clock and the lead of @worker by this server's clocks. */
guint64 server_clock (Training *t, Node *server, Node *worker);
guint64 server_lead (Training *t, Node *server, Node *worker);
/** The smallest live clock by this server's clocks; leads change when it does. G_MAXUINT64 when nobody is live. */
guint64 server_slowest (Training *t, Node *server);
