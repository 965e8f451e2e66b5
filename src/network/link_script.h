/* cluster.network.changes: what the user says of links in time.
 *
 *   episodes  for a while a link has a factor on its rate and a time on top of its latency
 *   trace     a CSV time_s,link,bandwidth_bps,latency_s: from then on these are its raw rate, in bits per second, and its latency;
 *             an empty cell changes nothing
 *   profiles  SimGrid's files for the rate, in bytes per second, or the latency of a link, in seconds: lines of a time and a value;
 *             PERIODICITY (or LOOPAFTER) p: p seconds after the last line the file begins again
 *
 * Links are named as in link_names.h. What several say at once goes together as in link_changes.h, in the order above.
 * Lifecycle: link_script_read → link_script_accepts → link_player_new, in every run → link_player_free → link_script_free.
 */
#pragma once

#include "network/link_changes.h"

typedef struct _LinkPlayer LinkPlayer;

extern const Knob link_change_members[];

/** Reads the files that @changes, of link_change_members, name. LOCKSTEP_ERROR_INPUT: "name:line: …". */
LinkScript *link_script_read (const Knobs *changes, GError **error);
void link_script_free (LinkScript *script);
/** Whether its links are there. Else LOCKSTEP_ERROR_INPUT and, in @at, what is to blame: "episodes/2/link". (transfer full) */
gboolean link_script_accepts (const LinkScript *script, const Topology *topology, char **at, GError **error);

/** Plays @script, which has been accepted, on @changes. Rates that it names are raw and are multiplied by @bandwidth, latencies
 *  by @latency. All are borrowed. Before the first event. */
LinkPlayer *link_player_new (const LinkScript *script, const Topology *topology, LinkChanges *changes, Simulator *sim,
                             double bandwidth, double latency);
void link_player_free (LinkPlayer *player);
/** How many of its events come again and again for ever, each of them always pending. */
guint link_player_periodic (const LinkPlayer *player);
