#include "network/link_script.h"

#include "network/link_names.h"
#include "network/link_script_state.h"

#define LONGEST_S 9e9

static const Knob episode_members[] = {
  { "link", KNOB_STRING, .word = "*", .help = "a node, for all its links; \"a>b\", for those from a to b; or \"*\", for all" },
  { "at", KNOB_TIME, .value = NAN, .max = LONGEST_S, .required = TRUE, .help = "when it begins" },
  { "for", KNOB_TIME, .value = NAN, .min = 1e-9, .max = LONGEST_S, .required = TRUE, .help = "how long it lasts" },
  { "factor", KNOB_NUMBER, .value = 1, .max = 1e6, .help = "on the rate: 0.5 leaves a half, 0 nothing" },
  { "latency", KNOB_TIME, .value = 0, .max = LONGEST_S, .help = "on top of the latency" },
  { NULL },
};

static const Knob profile_members[] = {
  { "link", KNOB_STRING, .word = "*", .help = "a node, for all its links; \"a>b\", for those from a to b; or \"*\", for all" },
  { "bandwidth", KNOB_PATH, .help = "a file of SimGrid's: lines of seconds and bytes per second" },
  { "latency", KNOB_PATH, .help = "a file of SimGrid's: lines of seconds and seconds" },
  { NULL },
};

const Knob link_change_members[] = {
  { "episodes", KNOB_OBJECTS, .members = episode_members, .help = "stretches of time in which a link is slower, or longer" },
  { "trace", KNOB_PATH, .help = "CSV file (time_s,link,bandwidth_bps,latency_s): raw bits per second and latency from then on" },
  { "profiles", KNOB_OBJECTS, .members = profile_members, .help = "files of SimGrid's for a link's rate or latency" },
  { NULL },
};

static void
source_clear (gpointer data)
{
  ScriptSource *source = data;
  g_free (source->link);
  g_free (source->where);
  g_array_unref (source->steps);
}

ScriptSource *
script_add (LinkScript *script, const char *link, char *where)
{
  ScriptSource source = { g_strdup (link), where, g_array_new (FALSE, FALSE, sizeof (ScriptStep)), 0 };
  g_array_append_val (script->sources, source);
  return &g_array_index (script->sources, ScriptSource, script->sources->len - 1);
}

static void
add_episode (LinkScript *script, const Knobs *episode, guint i)
{
  ScriptSource *source = script_add (script, knob_word (episode, "link"), g_strdup_printf ("episodes/%u/link", i));
  SimTime at = sim_time_from_s (knob_number (episode, "at"));
  ScriptStep steps[] = { { at, LINK_UNCHANGED },
                         { sim_time_later (at, sim_time_from_s (knob_number (episode, "for"))), LINK_UNCHANGED } };
  steps[0].change.factor = knob_number (episode, "factor");
  steps[0].change.extra = sim_time_from_s (knob_number (episode, "latency"));
  g_array_append_vals (source->steps, steps, 2);
}

static gboolean
add_profile (LinkScript *script, const Knobs *profile, guint i, GError **error)
{
  const char *link = knob_word (profile, "link");
  for (guint latency = 0; latency < 2; latency++)
    {
      const char *path = knob_word (profile, latency ? "latency" : "bandwidth");
      ScriptSource *source = path ? script_add (script, link, g_strdup_printf ("profiles/%u/link", i)) : NULL;
      if (path && !link_profile_read (source, path, latency, error))
        return FALSE;
    }
  return TRUE;
}

LinkScript *
link_script_read (const Knobs *changes, GError **error)
{
  LinkScript *script = g_new0 (LinkScript, 1);
  guint n;
  gboolean ok = TRUE;
  script->sources = g_array_new (FALSE, FALSE, sizeof (ScriptSource));
  g_array_set_clear_func (script->sources, source_clear);
  const Knobs *const *episodes = knob_objects (changes, "episodes", &n);
  for (guint i = 0; i < n; i++)
    add_episode (script, episodes[i], i);
  if (knob_word (changes, "trace"))
    ok = link_trace_read (script, knob_word (changes, "trace"), error);
  const Knobs *const *profiles = knob_objects (changes, "profiles", &n);
  for (guint i = 0; i < n && ok; i++)
    ok = add_profile (script, profiles[i], i, error);
  if (!ok)
    g_clear_pointer (&script, link_script_free);
  return script;
}

void
link_script_free (LinkScript *script)
{
  if (!script)
    return;
  g_array_unref (script->sources);
  g_free (script);
}

gboolean
link_script_accepts (const LinkScript *script, const Topology *topology, char **at, GError **error)
{
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < script->sources->len; i++)
    {
      const ScriptSource *source = &g_array_index (script->sources, ScriptSource, i);
      if (links_named (topology, source->link, links, error))
        continue;
      *at = g_strdup (source->where);
      return FALSE;
    }
  return TRUE;
}
