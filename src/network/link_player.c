/* A link script, played: one event of each source is pending while it has something to say. */
#include "network/link_names.h"
#include "network/link_script_state.h"

struct _LinkPlayer
{
  const LinkScript *script;
  LinkChanges *changes;
  Simulator *sim;
  double bandwidth, latency;
  HandlerId handler;
  guint first; /* of its sources, among those of @changes */
  guint periodic;
};

static const ScriptSource *
source_at (const LinkPlayer *player, guint64 i)
{
  return &g_array_index (player->script->sources, ScriptSource, i);
}

/* Step @number of source @i, counted through all rounds. */
static void
schedule (LinkPlayer *player, guint64 i, guint64 number)
{
  const ScriptSource *source = source_at (player, i);
  guint64 n = source->steps->len, round = number / n;
  if (round > 0 && source->period == 0)
    return;
  SimTime at = g_array_index (source->steps, ScriptStep, number % n).at;
  if ((double)round * source->period < 9.2e18)
    simulator_at (player->sim, sim_time_later (round * source->period, at), player->handler, i, number);
}

static void
on_step (gpointer owner, guint64 i, guint64 number)
{
  LinkPlayer *player = owner;
  const ScriptSource *source = source_at (player, i);
  LinkChange change = g_array_index (source->steps, ScriptStep, number % source->steps->len).change;
  change.bandwidth *= player->bandwidth;
  if (change.latency > 0)
    change.latency = llrint (change.latency * player->latency);
  change.extra = llrint (change.extra * player->latency);
  link_changes_say (player->changes, player->first + (guint)i, &change);
  schedule (player, i, number + 1);
}

LinkPlayer *
link_player_new (const LinkScript *script, const Topology *topology, LinkChanges *changes, Simulator *sim, double bandwidth,
                 double latency)
{
  LinkPlayer *player = g_new0 (LinkPlayer, 1);
  *player = (LinkPlayer){ .script = script, .changes = changes, .sim = sim, .bandwidth = bandwidth, .latency = latency };
  player->handler = simulator_register (sim, "a link changes", PRIORITY_FAULT, on_step, player);
  for (guint i = 0; i < script->sources->len; i++)
    {
      g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (guint32));
      const ScriptSource *source = source_at (player, i);
      links_named (topology, source->link, links, NULL);
      guint number = link_changes_add (changes, (const guint32 *)(gpointer)links->data, links->len);
      player->first = number - i;
      player->periodic += source->period > 0;
      if (source->steps->len > 0)
        schedule (player, i, 0);
    }
  return player;
}

void
link_player_free (LinkPlayer *player)
{
  g_free (player);
}

guint
link_player_periodic (const LinkPlayer *player)
{
  return player->periodic;
}
