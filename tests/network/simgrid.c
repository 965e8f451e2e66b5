/* Parameter servers played by hand over messages alone, against the times that SimGrid simulated (tests/data/simgrid.csv says
 * how). */
#include "network-tests.h"
#include "network/network.h"

#define ITERATIONS 10
#define COMPUTE_S 0.05
#define MESSAGE_BYTES 100000000

typedef struct
{
  Simulator *sim;
  Network *network;
  guint client, n_workers, n_pushed;
  gboolean barrier;
  double jitter;
  guint32 *iterations;
  HandlerId on_computed;
} Game;

/* The reference's uniform number. */
static double
uniform (guint64 worker, guint64 iteration)
{
  guint64 z = (worker << 32 | iteration) + G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94D049BB133111EB);
  return (double)((z ^ z >> 31) >> 11) / 9007199254740992.0;
}

static void
game_compute (Game *game, guint64 worker)
{
  double seconds = COMPUTE_S * (1 + game->jitter * uniform (worker, game->iterations[worker]));
  simulator_at (game->sim, simulator_now (game->sim) + sim_time_from_s (seconds), game->on_computed, worker, 0);
}

static void
game_send (Game *game, NodeId from, NodeId to, guint64 worker)
{
  network_send (game->network, &(MessageSpec){ .client = game->client,
                                               .from = from,
                                               .to = to,
                                               .kind = from == worker ? SPAN_PUSH : SPAN_PULL,
                                               .bytes = MESSAGE_BYTES,
                                               .tag = worker | (guint64)(from != worker) << 32 });
}

static void
game_on_computed (gpointer owner, guint64 worker, guint64 unused)
{
  Game *game = owner;
  game_send (game, (NodeId)worker, game->n_workers, worker);
}

static void
game_on_pushed (Game *game, guint64 worker)
{
  game->n_pushed++;
  if (!game->barrier)
    game_send (game, game->n_workers, (NodeId)worker, worker);
  else if (game->n_pushed % game->n_workers == 0)
    for (guint w = 0; w < game->n_workers; w++)
      game_send (game, game->n_workers, w, w);
}

static void
game_on_arrived (gpointer owner, guint64 tag)
{
  Game *game = owner;
  guint64 worker = (guint32)tag;
  if (tag >> 32 == 0)
    game_on_pushed (game, worker);
  else if (++game->iterations[worker] < ITERATIONS)
    game_compute (game, worker);
}

static const NetworkClient game_client = { .on_arrived = game_on_arrived };

static double
game_play (const char *name, guint n_workers, double jitter, guint64 *n_messages)
{
  g_autoptr (Simulator) sim = simulator_new ();
  g_autofree HostLink *hosts = g_new (HostLink, n_workers + 1);
  g_autofree guint32 *iterations = g_new0 (guint32, n_workers);
  for (guint i = 0; i <= n_workers; i++)
    hosts[i] = (HostLink){ .bandwidth = 1.25e9, .latency = 10000 };
  g_autoptr (Topology) topology = topology_new (&topology_star, NULL, hosts, n_workers + 1, 1, NULL);
  NetworkSettings settings;
  network_settings_init (&settings);
  g_autoptr (Network) network = network_new (sim, topology, &settings, NULL);
  Game game = { .sim = sim, .network = network, .n_workers = n_workers, .jitter = jitter, .iterations = iterations };
  game.barrier = g_str_equal (name, "ps-bsp");
  game.client = network_add_client (network, &game_client, &game);
  game.on_computed = simulator_register (sim, "computed", PRIORITY_COMPUTE, game_on_computed, &game);
  for (guint w = 0; w < n_workers; w++)
    game_compute (&game, w);
  while (simulator_step (sim))
    ;
  *n_messages = network_totals (network)->messages;
  network_settings_clear (&settings);
  return sim_time_to_s (simulator_now (sim));
}

static void
check_row (char **row)
{
  guint n_workers = (guint)g_ascii_strtoull (row[1], NULL, 10);
  double expected = g_ascii_strtod (row[3], NULL);
  guint64 n_messages = 0;
  double got = game_play (row[0], n_workers, g_ascii_strtod (row[2], NULL), &n_messages);
  g_assert_cmpfloat_with_epsilon (got, expected, 1e-6 * expected);
  g_assert_cmpuint (n_messages, ==, g_ascii_strtoull (row[4], NULL, 10));
}

static void
test_simgrid (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "simgrid.csv", NULL);
  g_autofree char *text = NULL;
  guint n_rows = 0;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) row = g_strsplit (lines[i], ",", -1);
      if (!g_str_has_prefix (lines[i], "ps-") || g_ascii_strtoull (row[1], NULL, 10) > 64)
        continue;
      check_row (row);
      n_rows++;
    }
  g_assert_cmpuint (n_rows, ==, 6);
}

void
add_simgrid_tests (void)
{
  g_test_add_func ("/network/simgrid", test_simgrid);
}
