/* schema: the scenario language as a JSON Schema. */
#include "command/schema.h"

#include "base/data_dir.h"
#include "base/escape.h"
#include "command/options.h"
#include "scenario/reference.h"

char *
schema_path_json (void)
{
  g_autofree char *path = data_file_find ("lockstep.schema.json");
  g_autofree char *absolute = path ? g_canonicalize_filename (path, NULL) : NULL;
  return absolute ? escaped (escape_json, absolute) : NULL;
}

static int
schema_run (int argc, char **argv)
{
  int status = EXIT_INPUT;
  if (!options_parse (&command_schema, NULL, NULL, &argc, &argv, &status))
    return status;
  if (argc > 1)
    {
      complain ("schema: takes no operand");
      return EXIT_INPUT;
    }
  return print_result (schema_text (), NULL);
}

const Command command_schema = {
  .name = "schema",
  .arguments = "",
  .summary = "Print the JSON Schema of scenarios, for editors",
  .run = schema_run,
};
