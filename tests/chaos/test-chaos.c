/* Anything may die in the middle of anything. For every protocol, exchange and recovery each worker of a small run is killed at
 * every moment at which anything happens, and right after it: with a replacement before anybody has noticed, with one after, and
 * without; and two workers within a little of each other. This takes samples of them, about as many as LOCKSTEP_CHAOS
 * says.
 */
#include "chaos.h"

#include "base/random.h"

#define SAMPLES 2000
#define RESTARTS 3
#define SHOWN 3 /* failures, of a bed */

static const SimTime restarts[RESTARTS] = { 900000, 4100000, 0 };

static GArray *
all_beds (void)
{
  GArray *beds = g_array_new (FALSE, FALSE, sizeof (Bed));
  for (const Protocol *const *protocol = protocol_table; *protocol; protocol++)
    for (const Exchange *const *exchange = exchange_table (); *exchange; exchange++)
      for (guint i = 0; recovery_words.at (i); i++)
        for (guint variant = 0; variant < 4; variant++)
          {
            gboolean alone = !((*protocol)->exchanges & (RUNS_ON_SERVERS | RUNS_ON_REDUCTION));
            Bed bed = { *protocol, alone ? NULL : *exchange, recovery_words.at (i), .servers = 1 + (variant & 1) };
            bed.overlap = variant == 1;
            bed.real = variant == 3;
            bed.apply_time = variant == 2 ? 300000 : 0;
            if ((alone && (exchange != exchange_table () || variant % 3 != 0)) || (*exchange)->automatic
                || (!alone && !((*protocol)->exchanges & (*exchange)->kind)))
              continue;
            g_array_append_val (beds, bed);
          }
  return beds;
}

/* Kill number @i of a bed: victim, moment, restart, and for one in four a second victim. */
static guint
kills_of (const GArray *moments, guint n_workers, guint i, Kill kills[2])
{
  guint victim = i % n_workers, restart = i / n_workers % RESTARTS, moment = i / n_workers / RESTARTS % moments->len;
  kills[0] = (Kill){ victim, g_array_index (moments, SimTime, moment), restarts[restart] };
  if (i % 4 != 3 || n_workers < 2)
    return 1;
  SimTime later = (SimTime)random_below (1, RANDOM_TEST, moment, i, 3000000);
  kills[1] = (Kill){ (victim + 1) % n_workers, kills[0].at + later, restarts[random_below (2, RANDOM_TEST, moment, i, RESTARTS)] };
  return 2;
}

static guint
run_bed (const Bed *bed, guint most, guint *failed)
{
  Outcome *undisturbed;
  g_autoptr (GArray) moments = chaos_moments (bed, &undisturbed);
  g_autofree char *name = chaos_name (bed);
  guint n = moments->len * undisturbed->n_workers * RESTARTS, wrong = 0, runs = 0;
  guint step = MAX (n / most, 1) | 1;
  for (guint i = 0; i < n; i += step, runs++)
    {
      Kill kills[2];
      guint n_kills = kills_of (moments, undisturbed->n_workers, i, kills);
      g_autofree char *why = chaos_run (bed, kills, n_kills, undisturbed);
      if (why && wrong++ < SHOWN)
        g_test_message ("%s: worker%u at %" SIM_TIME_FORMAT " s, back after %" G_GINT64_FORMAT " ns%s: %s", name, kills[0].worker,
                        SIM_TIME_ARGS (kills[0].at), kills[0].restart, n_kills > 1 ? ", and another" : "", why);
    }
  *failed += wrong;
  outcome_free (undisturbed);
  return runs;
}

static void
test_kills (void)
{
  const char *asked = g_getenv ("LOCKSTEP_CHAOS");
  g_autoptr (GArray) beds = all_beds ();
  guint runs = 0, failed = 0;
  guint64 samples = asked ? g_ascii_strtoull (asked, NULL, 10) : job_quick () ? SAMPLES / 20 : SAMPLES;
  guint most = samples / beds->len + 1;
  for (guint i = 0; i < beds->len; i++)
    runs += run_bed (&g_array_index (beds, Bed, i), most, &failed);
  g_test_message ("%u runs in which workers were killed, in %u situations: %u went wrong", runs, beds->len, failed);
  g_assert_cmpuint (failed, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/chaos/kills", test_kills);
  return g_test_run ();
}
