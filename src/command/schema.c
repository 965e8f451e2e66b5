/* schema: the scenario language as a JSON Schema. */
#include "command/options.h"

#include "scenario/reference.h"

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
