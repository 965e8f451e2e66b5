/* Links that a layer above has claimed for messages that it reckons by itself, where nobody else's are in their way.
 *
 * A claim holds until a time, which may be put off or brought forward; a link whose claim is over is free. While any claim holds,
 * whoever sends a message over a claimed link is heard of first (network.h).
 */
#pragma once

#include "sim/clock.h"

typedef struct
{
  guint64 claimant; /* not 0 */
  SimTime until;
} Claim;

typedef struct
{
  Claim *claims; /* by link; NULL until there is one */
  SimTime until; /* the latest of all */
} Claims;

void claims_clear (Claims *claims);
/** Claims @link, or changes a claim; of what somebody else still holds at @now nothing is changed, and FALSE returned. */
gboolean claims_set (Claims *claims, guint n_links, guint32 link, guint64 claimant, SimTime until, SimTime now);
/** Who holds @link at @now; 0: nobody. */
guint64 claims_holder (const Claims *claims, guint32 link, SimTime now);
