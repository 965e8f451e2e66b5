/* Clocks: how many iterations of each worker have been applied, and the smallest of the live ones, in O(1) a tick and
 * four bytes a worker: a clock stays below 2^31.
 *
 * Invariant: the smallest never falls. Lifecycle: clocks_new → ticks and leavings → clocks_free.
 */
#pragma once

#include <glib.h>

typedef struct _Clocks Clocks;

/** @n workers, all live, at 0. */
Clocks *clocks_new (guint n);
/** (transfer full) */
Clocks *clocks_copy (const Clocks *clocks);
void clocks_free (Clocks *clocks);

/** One more iteration of @worker is applied. */
void clocks_tick (Clocks *clocks, guint worker);
/** @worker no longer holds anybody up. Leaving twice does nothing. */
void clocks_leave (Clocks *clocks, guint worker);

/** @worker is live again, at its own clock or the smallest live one, whichever is later. */
void clocks_join (Clocks *clocks, guint worker);

gboolean clocks_is_live (const Clocks *clocks, guint worker);
/** The smallest live clock; G_MAXUINT64 when nobody is live. */
guint64 clocks_smallest (const Clocks *clocks);
guint64 clocks_get (const Clocks *clocks, guint worker);
/** @worker's clock less the smallest live one; 0 when it is behind, or when nobody is live. */
guint64 clocks_lead (const Clocks *clocks, guint worker);
