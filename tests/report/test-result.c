#include "protocol/metrics.h"
#include <cjson/cJSON.h>

#include "fixture.h"
#include "report/links_csv.h"

/* Keys in the order of the design, absent metrics null, every digit: 0.1 + 0.2 and 2^53 - 1 survive. */
static void
test_text (void)
{
  g_autoptr (Fixture) fixture = fixture_new (2, 1);
  g_autofree char *json = report_result_json (&fixture->report);
  const char *const order[] = { "\"lockstep\"",
                                "\"name\": \"by \\\"hand\\\"\"",
                                "\"seed\": 42",
                                "\"events\": 12345",
                                "\"wall_s\": 0.25",
                                "\"fingerprint\"",
                                "\"timeline\"",
                                "\"weights\": null",
                                "\"blas_core\": null",
                                "\"metrics\"",
                                "\"final.train_loss\": 0.30000000000000004",
                                "\"final.test_loss\": null",
                                "\"simulated\"",
                                "\"bytes\": 9007199254740991",
                                "\"breakdown.checkpoint\": null",
                                "\"workers\"",
                                "\"worker0\"",
                                "\"iterations\": 1",
                                "\"compute_s\"",
                                "\"communicate_s\"",
                                "\"wait_s\"",
                                "\"down_s\"",
                                "\"worker1\"" };
  const char *at = json;

  for (guint i = 0; i < G_N_ELEMENTS (order) && at != NULL; i++)
    {
      at = strstr (at, order[i]);
      if (at == NULL)
        g_test_message ("not found, or not in its place: %s", order[i]);
      g_assert_nonnull (at);
    }
  g_assert_true (g_str_has_suffix (json, "}\n"));
  g_assert_null (strstr (json, "interrupted"));
}

/* Shares and links as the summary has them, names in quotes and arrows and all; the empty list of a run without a network. */
static void
test_where (void)
{
  g_autoptr (Fixture) fixture = fixture_new (2, 1);
  const LinkUse use[] = { { "core", "leaf2", 2.385e9, 0.977, 876000000 }, { "a \"b\"", "c", 7, 0.25, 7 } };
  g_autofree char *without = report_result_json (&fixture->report), *with = NULL;
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (LinkUse));

  g_assert_nonnull (strstr (without, "\"busiest_links\": []"));
  g_array_append_vals (links, use, G_N_ELEMENTS (use));
  GArray *before = fixture->outcome->busiest;
  fixture->outcome->busiest = links;
  fixture->outcome->hidden = 0.0625;
  with = report_result_json (&fixture->report);
  fixture->outcome->busiest = before;
  cJSON *result = cJSON_Parse (with), *where = cJSON_GetObjectItemCaseSensitive (result, "where");
  cJSON *second = cJSON_GetArrayItem (cJSON_GetObjectItemCaseSensitive (where, "busiest_links"), 1);
  g_assert_cmpfloat (cJSON_GetNumberValue (cJSON_GetObjectItemCaseSensitive (where, "hidden")), ==, 0.0625);
  g_assert_cmpstr (cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (second, "name")), ==, "a \"b\" → c");
  g_assert_cmpfloat (cJSON_GetNumberValue (cJSON_GetObjectItemCaseSensitive (second, "utilisation")), ==, 0.25);
  cJSON_Delete (result);
}

static void
print_links (FILE *to, gconstpointer outcome)
{
  links_csv_write (outcome, to);
}

/* More links than the summary names, in the order they have; a comma or a quote in a name is quoted. */
static void
test_links_csv (void)
{
  g_autoptr (Fixture) fixture = fixture_new (2, 1);
  g_autofree char *without = captured (print_links, fixture->outcome), *with = NULL;
  g_autoptr (GString) expected = g_string_new (LINKS_CSV_HEAD "\n");
  GArray *links = fixture->outcome->links = g_array_new (FALSE, FALSE, sizeof (LinkUse));

  g_assert_cmpstr (without, ==, expected->str);
  for (guint i = 0; i < LINKS_SHOWN + 3; i++)
    {
      const LinkUse use = { "leaf, \"left\"", "worker7", 2.385e9, 0.25, 19 + i };
      g_array_append_val (links, use);
      g_string_append_printf (expected, "\"leaf, \"\"left\"\"\",worker7,2385000000,%u,0.25\n", 19 + i);
    }
  with = captured (print_links, fixture->outcome);
  g_assert_cmpstr (with, ==, expected->str);
}

static void
test_parses (void)
{
  g_autoptr (Fixture) fixture = fixture_new (3, 2);
  g_autofree char *json = NULL;
  cJSON *result, *metrics, *worker;
  guint n = 0;

  fixture->outcome->interrupted = TRUE;
  json = report_result_json (&fixture->report);
  result = cJSON_Parse (json);
  g_assert_nonnull (result);
  metrics = cJSON_GetObjectItemCaseSensitive (result, "metrics");
  g_assert_cmpint (cJSON_GetArraySize (metrics), ==, metrics_count ());
  g_assert_true (cJSON_IsTrue (cJSON_GetObjectItemCaseSensitive (result, "interrupted")));
  cJSON_ArrayForEach (worker, cJSON_GetObjectItemCaseSensitive (result, "workers"))
  {
    double sum = 0;
    const char *const parts[] = { "compute_s", "communicate_s", "wait_s", "down_s", "checkpoint_s" };

    for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
      sum += cJSON_GetNumberValue (cJSON_GetObjectItemCaseSensitive (worker, parts[i]));
    g_assert_cmpfloat_with_epsilon (sum, sim_time_to_s (record_end (fixture->record)), 1e-12);
    n++;
  }
  g_assert_cmpuint (n, ==, 3);
  cJSON_Delete (result);
}

/* 4,097 workers; worker k did 7 k iterations. The p-quantile is the smallest value with a share p at or below it: the ceil (p
 * n)th of the sorted ones; p25: ceil (1024.25) = the 1025th, k = 1024; the median the 2049th; p99 ceil (4056.03) = the 4057th.
 * The mean is 7 · 4096 / 2. */
static void
test_quantiles (void)
{
  g_autoptr (Fixture) fixture = fixture_new (4097, 1);
  g_autofree char *json = NULL;
  cJSON *result, *workers, *iterations;
  const struct
  {
    const char *name;
    double value;
  } expected[] = { { "mean", 7 * 2048 }, { "min", 0 },        { "p25", 7 * 1024 },
                   { "p50", 7 * 2048 },  { "p99", 7 * 4056 }, { "max", 7 * 4096 } };

  for (guint k = 0; k < 4097; k++)
    fixture->outcome->workers[4096 - k].iterations = 7 * k;
  json = report_result_json (&fixture->report);
  result = cJSON_Parse (json);
  workers = cJSON_GetObjectItemCaseSensitive (result, "workers");
  g_assert_cmpfloat (cJSON_GetNumberValue (cJSON_GetObjectItemCaseSensitive (workers, "count")), ==, 4097);
  iterations = cJSON_GetObjectItemCaseSensitive (workers, "iterations");
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpfloat (cJSON_GetNumberValue (cJSON_GetObjectItemCaseSensitive (iterations, expected[i].name)), ==,
                       expected[i].value);
  cJSON_Delete (result);
}

static void
test_metrics_csv (void)
{
  g_autoptr (Fixture) fixture = fixture_new (2, 1);
  EvaluationRow row = { .time = 1234567891,
                        .updates = 3,
                        .samples = 97,
                        .bytes = 11,
                        .batch_loss = 0.1 + 0.2,
                        .train_loss = NAN,
                        .test_loss = 2.5,
                        .test_accuracy = NAN };
  g_autofree char *csv = NULL;

  g_array_set_size (fixture->outcome->evaluations, 0);
  g_array_append_val (fixture->outcome->evaluations, row);
  csv = report_metrics_csv (&fixture->report);
  g_assert_cmpstr (csv, ==,
                   "time_s,updates,samples,bytes,batch_loss,train_loss,test_loss,test_accuracy\n"
                   "1.234567891,3,97,11,0.30000000000000004,,2.5,\n");
}

void
add_result_tests (void)
{
  g_test_add_func ("/report/result/text", test_text);
  g_test_add_func ("/report/result/parses", test_parses);
  g_test_add_func ("/report/result/where", test_where);
  g_test_add_func ("/report/result/quantiles", test_quantiles);
  g_test_add_func ("/report/links-csv", test_links_csv);
  g_test_add_func ("/report/metrics-csv", test_metrics_csv);
}
