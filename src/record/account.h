/* How one actor spends its time: what is under way on it, and how long each activity has been its current one, which is the first
 * under way in the order of Activity, or waiting where nothing is.
 *
 * Invariant: spent, with the time since the current one began, adds up to the time since the account was opened, at 0.
 */
#pragma once

#include "record/record.h"

typedef struct
{
  SimTime since; /* current began */
  guint32 under_way[ACTIVITY_WAIT];
  guint8 busy;    /* bit a: under_way[a] > 0 */
  guint8 current; /* Activity */
  SimTime spent[N_ACTIVITIES];
  SimTime hidden; /* computing and communicating at once; while it is both, without the end of that stretch */
} Account;

#define ACCOUNT_EMPTY ((Account){ .current = ACTIVITY_WAIT })

static inline gboolean
account_does_both (const Account *account)
{
  const guint both = 1 << ACTIVITY_COMPUTE | 1 << ACTIVITY_COMMUNICATE;
  return (account->busy & both) == both;
}

/** Books the time until @now. */
static inline void
account_book (Account *account, SimTime now)
{
  g_assert (now >= account->since);
  account->spent[account->current] += now - account->since;
  account->since = now;
}

/** @change more of @what are under way from @now on. Returns what goes on then, with time not booked yet if it is not current. */
static inline Activity
account_change (Account *account, Activity what, int change, SimTime now)
{
  guint32 before = account->under_way[what], after = before + (guint32)change;
  g_assert (change > 0 || before >= (guint32)-change);
  account->under_way[what] = after;
  if ((before > 0) == (after > 0))
    return account->current;
  gboolean both = account_does_both (account);
  account->busy ^= 1u << what;
  if (both != account_does_both (account))
    account->hidden += both ? now : -now;
  return (Activity)__builtin_ctz (account->busy | 1u << ACTIVITY_WAIT);
}
