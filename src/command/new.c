/* new: a minimal scenario to start from. */
#include "base/escape.h"
#include "command/options.h"

#include "base/file.h"
#include "command/schema.h"

/* It needs no data set and runs in well under a second. */
static const char body[] =
    "  \"format\": 1,\n"
    "  \"description\": \"Four workers train a small network on made-up data; lockstep explain tells what else can be said.\",\n"
    "  \"seed\": 1,\n"
    "  \"workload\": {\n"
    "    \"model\": \"mlp\",\n"
    "    \"hidden\": [32],\n"
    "    \"data\": { \"source\": \"blobs\", \"train\": 4000, \"test\": 1000, \"features\": 64, \"classes\": 5 },\n"
    "    \"batch\": 32,\n"
    "    \"optimizer\": { \"kind\": \"sgd\", \"rate\": 0.1 }\n"
    "  },\n"
    "  \"cluster\": {\n"
    "    \"workers\": 4,\n"
    "    \"device\": { \"speed\": \"1 GFLOP/s\" },\n"
    "    \"network\": { \"topology\": \"star\", \"bandwidth\": \"10 Gbit/s\", \"latency\": \"25 us\" }\n"
    "  },\n"
    "  \"training\": { \"protocol\": \"bsp\" },\n"
    "  \"stop\": { \"epochs\": 2 },\n"
    "  \"expect\": [ \"final.test_accuracy >= 0.8\" ]\n"
    "}\n";

/* With the schema where it is installed, so that an editor knows the keys. (transfer full) */
static char *
scenario_text (void)
{
  g_autofree char *schema = schema_path_json ();
  GString *text = g_string_new ("{\n");
  if (schema)
    g_string_append_printf (text, "  \"$schema\": %s,\n", schema);
  g_string_append (text, body);
  return g_string_free (text, FALSE);
}

static int
write_new (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = scenario_text ();
  if (g_str_equal (path, "-"))
    return print_result (g_steal_pointer (&text), NULL);
  if (g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      complain ("%s: is there already; new overwrites nothing", path);
      return EXIT_INPUT;
    }
  OutputFile *file = output_file_open (path, &error);
  if (!file)
    return complain_of (error);
  fputs (text, output_file_stream (file));
  if (!output_file_commit (file, &error))
    return complain_of (error);
  g_autofree char *name = printable (path);
  printf ("%s: try lockstep run %s\n", name, name);
  return EXIT_DONE;
}

static int
new_run (int argc, char **argv)
{
  const char *path;
  int status = EXIT_INPUT;
  if (!options_parse (&command_new, NULL, NULL, &argc, &argv, &status) || !options_one_file (&command_new, argc, argv, &path))
    return status;
  return write_new (path);
}

const Command command_new = {
  .name = "new",
  .arguments = "FILE",
  .summary = "Write a minimal scenario to start from",
  .run = new_run,
};
