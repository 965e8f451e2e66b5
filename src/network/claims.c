#include "network/claims.h"

void
claims_clear (Claims *claims)
{
  g_clear_pointer (&claims->claims, g_free);
}

guint64
claims_holder (const Claims *claims, guint32 link, SimTime now)
{
  return claims->claims && claims->claims[link].until > now ? claims->claims[link].claimant : 0;
}

gboolean
claims_set (Claims *claims, guint n_links, guint32 link, guint64 claimant, SimTime until, SimTime now)
{
  guint64 holder = claims_holder (claims, link, now);
  if (!claims->claims)
    claims->claims = g_new0 (Claim, n_links);
  if (holder != 0 && holder != claimant)
    return FALSE;
  claims->claims[link] = (Claim){ claimant, until };
  claims->until = MAX (claims->until, until);
  return TRUE;
}
