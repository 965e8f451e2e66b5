/* Links that change while messages are under way.
 *
 * On the star, 2385 bytes take a microsecond of a link at its full rate; worker k's cable is links 2k (to the switch) and 2k + 1. */
#include <glib/gstdio.h>

#include "base/random.h"
#include "network-tests.h"
#include "network/link_names.h"
#include "network/link_script.h"
#include "star_bed.h"

#define US 1000

static LinkChange
factor_of (double factor, SimTime extra)
{
  LinkChange change = LINK_UNCHANGED;
  change.factor = factor;
  change.extra = extra;
  return change;
}

/* 23850 bytes from worker 0. From 2 us to 6 us its link has a quarter of its rate: 2 + 4/4 us' worth by 6 us, the other 7 behind:
 * left at 13 us. Message 1 begins then, while the latency is 5 us more (from 10 us on), message 0 began when it was not. */
static void
test_rates (void)
{
  const guint32 link = 0;
  g_autoptr (Star) star = star_new ();
  star_begin (star);
  LinkChanges *changes = link_changes_new (star->topology, star->network);
  guint slow = link_changes_add (changes, &link, 1), far = link_changes_add (changes, &link, 1);
  star_send (star, 0, 1, 0, 23850, 0);
  star_send (star, 0, 1, 0, 2385, 1);
  star_run (star, 0);
  const struct
  {
    SimTime at;
    guint source;
    LinkChange says;
  } steps[] = { { 2 * US, slow, factor_of (0.25, 0) }, { 6 * US, slow, LINK_UNCHANGED }, { 10 * US, far, factor_of (1, 5 * US) } };
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      simulator_at (star->sim, steps[i].at, star->on_deed, DEED_UP, 7); /* an event at that time, which does nothing */
      star_run (star, steps[i].at);
      link_changes_say (changes, steps[i].source, &steps[i].says);
    }
  star_run (star, SIM_TIME_NEVER);
  EXPECT (star, 0, { EVENT_LEFT, 0, 13 * US }, { EVENT_LEFT, 1, 14 * US }, { EVENT_ARRIVED, 0, 13 * US + PATH_LATENCY },
          { EVENT_ARRIVED, 1, 14 * US + PATH_LATENCY + 5 * US });
  link_changes_free (changes);
}

/* Factors multiply, extras add up, of rates and latencies the last source that names one counts; when all are silent the link is
 * what it was. */
static void
test_sources (void)
{
  const guint32 link = 3;
  g_autoptr (Star) star = star_new ();
  star_begin (star);
  LinkChanges *changes = link_changes_new (star->topology, star->network);
  guint a = link_changes_add (changes, &link, 1), b = link_changes_add (changes, &link, 1);
  LinkChange absolute = { .bandwidth = 1e9, .latency = 300, .factor = 0.5, .extra = 20 };
  link_changes_say (changes, a, &absolute);
  link_changes_say (changes, b, &(LinkChange){ .bandwidth = 3e9, .latency = -1, .factor = 0.7, .extra = 4 });
  g_assert_true (network_link_rate (star->network, link) == rate_from_bytes_per_s (3e9 * (0.5 * 0.7)));
  g_assert_cmpint (star_latency (star, 0, 1), ==, LINK_LATENCY + 324);
  link_changes_say (changes, b, &LINK_UNCHANGED);
  g_assert_true (network_link_rate (star->network, link) == rate_from_bytes_per_s (0.5e9));
  link_changes_say (changes, a, &LINK_UNCHANGED);
  g_assert_true (network_link_rate (star->network, link) == rate_from_bytes_per_s (BANDWIDTH));
  g_assert_cmpint (star_latency (star, 0, 1), ==, PATH_LATENCY);
  g_assert_cmpint (topology_first_latency (star->topology, link), ==, LINK_LATENCY);
  link_changes_free (changes);
}

/* What became of random messages, at which every link changes now and then, under @model. */
static Star *
play (const SharingModel *model, guint64 round)
{
  Star *star = star_new ();
  guint64 draws = 0;
  star->settings.sharing = model;
  star_begin (star);
  LinkChanges *changes = link_changes_new (star->topology, star->network);
  for (guint32 link = 0; link < topology_n_links (star->topology); link++)
    link_changes_add (changes, &link, 1);
#define DRAW(limit) random_below (78, RANDOM_TEST, round, draws++, limit)
  for (guint64 k = 0; k < 120; k++)
    {
      NodeId from = DRAW (N_WORKERS + 1), to = (from + 1 + DRAW (N_WORKERS)) % (N_WORKERS + 1);
      double factor = DRAW (5) / 3.0;
      LinkChange change = factor_of (factor, DRAW (900));
      star_send (star, from, to, 0, DRAW (60000), k);
      link_changes_say (changes, DRAW (topology_n_links (star->topology)), &change);
      star_run (star, simulator_now (star->sim) + (SimTime)DRAW (5000));
    }
  for (guint32 link = 0; link < topology_n_links (star->topology); link++)
    link_changes_say (changes, link, &LINK_UNCHANGED);
  star_run (star, SIM_TIME_NEVER);
  link_changes_free (changes);
  return star;
}

/* To the nanosecond the same as with the solver that reckons everything anew. */
static void
test_twin (void)
{
  for (guint64 round = 0; round < 30; round++)
    {
      g_autoptr (Star) fair = play (&sharing_fair, round), naive = play (&sharing_fair_reference, round);
      g_assert_cmpuint (fair->log->len, ==, 2 * 120);
      g_assert_cmpuint (fair->log->len, ==, naive->log->len);
      for (guint i = 0; i < fair->log->len; i++)
        {
          const Happening *a = &g_array_index (fair->log, Happening, i), *b = &g_array_index (naive->log, Happening, i);
          g_assert_true (a->kind == b->kind && a->tag == b->tag && a->at == b->at);
        }
    }
}

static void
expect_links (const Topology *topology, const char *text, guint n, guint32 first, guint32 last)
{
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_assert_true (links_named (topology, text, links, NULL));
  g_assert_cmpuint (links->len, ==, n);
  g_assert_cmpuint (g_array_index (links, guint32, 0), ==, first);
  g_assert_cmpuint (g_array_index (links, guint32, n - 1), ==, last);
}

static void
test_names (void)
{
  static const char *const wrong[] = { "worker8", "worker", "leaf0", "worker1>worker2", "worker1>", "" };
  g_autoptr (Star) star = star_new ();
  star_begin (star);
  expect_links (star->topology, "worker3", 2, 6, 7);
  expect_links (star->topology, "worker3>switch", 1, 6, 6);
  expect_links (star->topology, "switch>worker3", 1, 7, 7);
  expect_links (star->topology, "switch", 16, 0, 15);
  expect_links (star->topology, "*", 16, 0, 15);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_autoptr (GError) error = NULL;
      g_assert_false (links_named (star->topology, wrong[i], links, &error));
      g_assert_nonnull (error);
      g_assert_cmpuint (links->len, ==, 0);
    }
}

/* A file of @text for a knob of cluster.network.changes, played on a star. */
typedef struct
{
  Star *star;
  char *path;
  Knobs *knobs;
  LinkScript *script;
  LinkChanges *changes;
  LinkPlayer *player;
} Stage;

static gboolean
stage_open (Stage *stage, const char *text, const char *knob, double scale, GError **error)
{
  int file = g_file_open_tmp ("link-changes-XXXXXX", &stage->path, NULL);
  g_close (file, NULL);
  g_assert_true (g_file_set_contents (stage->path, text, -1, NULL));
  stage->knobs = knobs_new (link_change_members);
  stage->star = star_new ();
  star_begin (stage->star);
  if (g_str_equal (knob, "trace"))
    knobs_set_word (stage->knobs, knob, stage->path);
  else
    {
      Knobs *profile = knobs_add_object (stage->knobs, "profiles");
      knobs_set_word (profile, "link", "worker0>switch");
      knobs_set_word (profile, knob, stage->path);
    }
  stage->script = link_script_read (stage->knobs, error);
  if (!stage->script)
    return FALSE;
  stage->changes = link_changes_new (stage->star->topology, stage->star->network);
  stage->player =
      link_player_new (stage->script, stage->star->topology, stage->changes, stage->star->sim, scale, scale);
  return TRUE;
}

static void
stage_close (Stage *stage)
{
  link_player_free (stage->player);
  link_changes_free (stage->changes);
  link_script_free (stage->script);
  knobs_free (stage->knobs);
  g_remove (stage->path);
  g_free (stage->path);
  star_free (stage->star);
}

/* A SimGrid file: full rate at 0, half at 4 us, and 3 us later from the front: a period of 7 us, in which 5.5 us' worth pass. 23850
 * bytes, 10 us' worth: 5.5 by 7 us, 4 by 11 us, the rest at half rate: 12 us. */
static void
test_profile (void)
{
  Stage stage = { NULL };
  g_assert_true (stage_open (&stage, "# rate\n0 2385000000\n 4e-6\t1192500000\nPERIODICITY 3e-6\n", "bandwidth", 1, NULL));
  g_assert_cmpuint (link_player_periodic (stage.player), ==, 1);
  star_send (stage.star, 0, 1, 0, 23850, 0);
  star_run (stage.star, 100 * US);
  EXPECT (stage.star, 0, { EVENT_LEFT, 0, 12 * US }, { EVENT_ARRIVED, 0, 12 * US + PATH_LATENCY });
  stage_close (&stage);
}

static void
test_latency_profile (void)
{
  Stage stage = { NULL };
  g_assert_true (stage_open (&stage, "0 9e-6\n5e-6 2e-6\n", "latency", 1, NULL));
  g_assert_cmpuint (link_player_periodic (stage.player), ==, 0);
  star_run (stage.star, 1);
  g_assert_cmpint (star_latency (stage.star, 0, 1), ==, 9 * US + LINK_LATENCY);
  star_run (stage.star, 5 * US);
  g_assert_cmpint (star_latency (stage.star, 0, 1), ==, 2 * US + LINK_LATENCY);
  stage_close (&stage);
}

/* Raw rates in bits, of which payload gets a half here; what a row leaves empty stays. 1 us at 2385/2 bytes a us by 1 us, then a
 * tenth of that: 2385 bytes need 1 + 10 us. */
static void
test_trace (void)
{
  Stage stage = { NULL };
  g_assert_true (stage_open (&stage,
                             "time_s,link,bandwidth_bps,latency_s\n0,worker0>switch,19080000000,8e-6\n0,switch>worker1,,6e-6\n"
                             "# slower\n1e-6,worker0>switch,1908000000,\n",
                             "trace", 0.5, NULL));
  star_run (stage.star, 0);
  star_send (stage.star, 0, 1, 0, 2385, 0);
  star_run (stage.star, 100 * US);
  EXPECT (stage.star, 0, { EVENT_LEFT, 0, 11 * US }, { EVENT_ARRIVED, 0, 11 * US + 7 * US });
  g_assert_cmpint (star_latency (stage.star, 0, 1), ==, 7 * US);
  stage_close (&stage);
}

static void
test_wrong_files (void)
{
  static const struct
  {
    const char *knob, *text, *says;
  } cases[] = {
    { "trace", "1,worker0,fast,\n", ":1:*bits per second*\"fast\"*" },
    { "trace", "time_s,link,bandwidth_bps,latency_s\n1,worker0,,-1\n", ":2:*latency*" },
    { "trace", "soon,worker0,1,\n", ":1:*a time*" },
    { "trace", "2,worker0,1,\n1,worker0,1,\n", ":2:*in order of time*" },
    { "trace", "2,worker0,1\n", ":1:*" },
    { "bandwidth", "0 1\n1\n", ":2:*" },
    { "bandwidth", "1 1\n0 1\n", ":2:*" },
    { "bandwidth", "0 -1\n", ":1:*" },
    { "bandwidth", "0 1\nPERIODICITY 0\n", ":2:*" },
    { "latency", "# nothing\n", ":1:*no line*" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      Stage stage = { NULL };
      g_assert_false (stage_open (&stage, cases[i].text, cases[i].knob, 1, &error));
      g_autofree char *pattern = g_strconcat ("*", cases[i].says, NULL);
      g_assert_true (error && g_pattern_match_simple (pattern, error->message));
      stage_close (&stage);
    }
}

void
add_link_changes_tests (void)
{
  g_test_add_func ("/network/link-changes/rates", test_rates);
  g_test_add_func ("/network/link-changes/sources", test_sources);
  g_test_add_func ("/network/link-changes/twin", test_twin);
  g_test_add_func ("/network/link-changes/names", test_names);
  g_test_add_func ("/network/link-changes/profile", test_profile);
  g_test_add_func ("/network/link-changes/latency-profile", test_latency_profile);
  g_test_add_func ("/network/link-changes/trace", test_trace);
  g_test_add_func ("/network/link-changes/wrong-files", test_wrong_files);
}
