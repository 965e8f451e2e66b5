/* partition: who holds which rows of a scenario's data. */
#include "command/options.h"
#include "command/read.h"
#include "report/holdings.h"
#include "report/output_folder.h"
#include "report/picture.h"
#include "report/words.h"

#define MOST_ROWS 40 /* of workers that are printed */

/* result.json, which marks the folder as lockstep's own. */
static GString *
result_text (const Scenario *scenario, const Holdings *holdings)
{
  GString *text = g_string_new (NULL);
  JsonWriter json = json_writer (text);
  json_object (&json, NULL, JSON_LINES);
  json_text (&json, "lockstep", PACKAGE_VERSION);
  json_text (&json, "name", scenario->name);
  holdings_write_json (holdings, &json);
  json_close (&json);
  return g_string_append_c (text, '\n');
}

static int
write_folder (const Scenario *scenario, const Holdings *holdings, const char *dir, gboolean force)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL, *subtitle = words_partition (scenario);
  g_autoptr (GString) csv = holdings_csv (holdings), result = result_text (scenario, holdings);
  g_autoptr (OutputFolder) folder = output_folder_new (dir, OUTPUT_PARTITION, force, &error);
  if (!folder || !picture_write_data (output_folder_path (folder), "result.json", result, &error)
      || !picture_write_data (output_folder_path (folder), "partition.csv", csv, &error)
      || !holdings_draw (holdings, scenario->name, subtitle, output_folder_path (folder), &note, &error)
      || !output_folder_commit (g_steal_pointer (&folder), &error))
    return complain_of (error);
  tell_note (note);
  tell_where ("results", dir);
  return EXIT_DONE;
}

static Holdings *
share_out (const Scenario *scenario, const char *data_dir, GError **error)
{
  const RunSettings *run = &scenario->run;
  const DataPlace place = { .dir = data_dir ? data_dir : g_getenv ("LOCKSTEP_DATA"), .base_dir = scenario->base_dir, .seed = run->seed };
  g_autoptr (Dataset) data = dataset_load (run->learning.data, run->learning.data_knobs, &place, error);
  if (!data)
    return NULL;
  g_autoptr (Partition) partition = learning_settings_partition (&run->learning, run->seed, run->cluster.workers, data, error);
  return partition ? holdings_new (partition, data) : NULL;
}

static int
show (const Scenario *scenario, const char *data_dir, const char *out, gboolean force, gboolean all)
{
  g_autoptr (GError) error = NULL;
  if (!scenario->run.learning.partition)
    {
      complain ("%s: there is no /workload/partition: all workers draw from one stream (docs/data.md)", scenario->path);
      return EXIT_INPUT;
    }
  if (out && !output_folder_check (out, OUTPUT_PARTITION, force, &error))
    return complain_of (error);
  g_autoptr (Holdings) holdings = share_out (scenario, data_dir, &error);
  if (!holdings)
    return complain_of (error);
  g_autofree char *words = words_partition (scenario);
  printf ("partition   %s\n", words);
  holdings_print (holdings, all ? G_MAXUINT : MOST_ROWS, stdout, terminal_colour (1), terminal_width (1));
  return out ? write_folder (scenario, holdings, out, force) : EXIT_DONE;
}

static int
partition_run (int argc, char **argv)
{
  g_auto (GStrv) sets = NULL;
  g_autofree char *out = NULL, *data = NULL;
  gboolean force = FALSE, all = FALSE;
  const GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, "Print every worker, not the first 40", NULL },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, "Write partition.csv and draw partition.svg into DIR", "DIR" },
    { "force", 0, 0, G_OPTION_ARG_NONE, &force, "Let --out replace a folder that is not lockstep's", NULL },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, "Where the data sets are (default: $LOCKSTEP_DATA)", "DIR" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &sets, "Override a value, such as --set /workload/partition/alpha=0.1", "POINTER=VALUE" },
    { NULL },
  };
  const char *file;
  int status = EXIT_DONE;
  if (!options_parse (&command_partition, entries, NULL, &argc, &argv, &status))
    return status;
  if (!options_one_file (&command_partition, argc, argv, &file))
    return EXIT_INPUT;
  const ScenarioOptions options = { .sets = (const char *const *)sets, .data_dir = data };
  g_autoptr (Scenario) scenario = scenario_open (file, &options, &status);
  return scenario ? show (scenario, data, out, force, all) : status;
}

const Command command_partition = {
  .name = "partition",
  .arguments = "FILE",
  .summary = "Show who holds which rows of a scenario's data",
  .run = partition_run,
};
