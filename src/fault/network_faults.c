/* What happens to the network as a whole: links that are down or slow, and partitions of its nodes. */
#include "base/error.h"
#include "fault/fault.h"

static gboolean
the_network (const Fault *fault, const FaultPlace *place, FaultVictims *out, const char **knob, GError **error)
{
  *out = (FaultVictims){ 0, 1, TRUE };
  return TRUE;
}

static void
network_begin (const Fault *fault, const FaultHooks *hooks, gpointer owner, guint victim)
{
  hooks->network (owner, fault, 1);
}

static void
network_end (const Fault *fault, const FaultHooks *hooks, gpointer owner, guint victim)
{
  hooks->network (owner, fault, -1);
}

#define LINK { "link", KNOB_STRING, .required = TRUE, .help = "a node, for all its links; \"a>b\", for those from a to b; or \"*\", for all" }
#define LASTS { "for", KNOB_TIME, .value = NAN, .min = 1e-9, .max = FAULT_LONGEST_S, .otherwise = "to the end", .help = "how long" }

/* "0-3", "7" or "server1": what one word of a group names. */
static gboolean
mark (const char *word, const FaultPlace *place, guint8 side, guint8 *sides, GError **error)
{
  g_auto (GStrv) ends = g_strsplit (word, "-", 2);
  gboolean server = g_str_has_prefix (word, "server");
  guint n = server ? place->servers : place->workers;
  const char *number = server ? word + strlen ("server") : ends[0];
  guint64 first, last;
  gboolean ok = number && n > 0 && g_ascii_string_to_unsigned (number, 10, 0, n - 1, &first, NULL);
  last = first;
  if (ok && !server && ends[1])
    ok = g_ascii_string_to_unsigned (ends[1], 10, first, n - 1, &last, NULL);
  if (!ok)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "\"%s\" names nobody: expected workers, such as \"3\" or \"0-3\", or \"server0\"",
                 word);
  for (guint64 k = first; ok && k <= last; k++)
    {
      guint8 *mine = &sides[server ? place->workers + k : k];
      ok = *mine == 0;
      *mine = side;
      if (!ok)
        g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "\"%s\" names somebody who is in a group already", word);
    }
  return ok;
}

gboolean
fault_sides (const Fault *fault, const FaultPlace *place, guint8 *sides, GError **error)
{
  const char *const *groups = knob_words (fault->knobs, "groups");
  memset (sides, 0, place->workers + place->servers);
  for (guint i = 0; groups && groups[i]; i++)
    {
      g_auto (GStrv) words = g_strsplit (groups[i], ",", -1);
      for (guint w = 0; words[w]; w++)
        if (!mark (g_strstrip (words[w]), place, MIN (i + 1, G_MAXUINT8), sides, error))
          return FALSE;
    }
  return TRUE;
}

static gboolean
partition_victims (const Fault *fault, const FaultPlace *place, FaultVictims *out, const char **knob, GError **error)
{
  g_autofree guint8 *sides = g_new (guint8, place->workers + place->servers);
  *out = (FaultVictims){ 0, 1, TRUE };
  *knob = "groups";
  return fault_sides (fault, place, sides, error);
}

static const Knob down_knobs[] = { FAULT_WHEN, LINK, LASTS, { NULL } };

static const Knob slow_knobs[] = {
  FAULT_WHEN,
  LINK,
  LASTS,
  { "factor", KNOB_NUMBER, .value = 1, .max = 1e6, .help = "on the rate: 0.5 leaves a half" },
  { "latency", KNOB_TIME, .value = 0, .max = FAULT_LONGEST_S, .help = "on top of the latency" },
  { NULL },
};

static const Knob partition_knobs[] = {
  FAULT_WHEN,
  { "groups", KNOB_WORDS, .required = TRUE,
    .help = "who is cut off together, such as \"0-3,server0\", a list of such; whoever is in none stays together too" },
  LASTS,
  { NULL },
};

static const Knob loss_knobs[] = {
  FAULT_WHEN,
  { "rate", KNOB_NUMBER, .value = NAN, .max = 0.999, .required = TRUE, .help = "the probability that a message is lost" },
  { "timeout", KNOB_TIME, .value = 0.2, .min = 1e-9, .max = FAULT_LONGEST_S,
    .help = "after which the sender of a lost message sends it again, from when its last byte left" },
  LASTS,
  { NULL },
};

#define OF_NETWORK .subject = FAULT_OF_NETWORK, .lasts = "for", .begin = network_begin, .end = network_end

const FaultKind fault_link_down = {
  .name = "link-down",
  .summary = "nothing passes a link for a while; what is on its way over it stands still",
  .knobs = down_knobs,
  .victims = the_network,
  OF_NETWORK,
};

const FaultKind fault_link_slow = {
  .name = "link-slow",
  .summary = "a link has less of its rate, or a longer latency, for a while",
  .knobs = slow_knobs,
  .victims = the_network,
  OF_NETWORK,
};

const FaultKind fault_partition = {
  .name = "partition",
  .summary = "groups of nodes are cut off from one another until it heals; what is on its way between them stands still",
  .knobs = partition_knobs,
  .victims = partition_victims,
  OF_NETWORK,
};

const FaultKind fault_loss = {
  .name = "loss",
  .summary = "messages get lost for a while, and their senders send them again",
  .knobs = loss_knobs,
  .victims = the_network,
  OF_NETWORK,
};
