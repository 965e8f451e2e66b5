/* explain: what a key of a scenario means, told by the table of keys. */
#include "command/options.h"

#include "scenario/reference.h"

static int
explain_run (int argc, char **argv)
{
  static const char more[] = "KEY is a JSON pointer, such as /cluster/network/bandwidth, the same with dots, or a bare name. Without it everything is listed.";
  g_autoptr (GError) error = NULL;
  int status = EXIT_INPUT;
  if (!options_parse (&command_explain, NULL, more, &argc, &argv, &status))
    return status;
  if (argc > 2)
    {
      complain ("explain: one pointer is expected, not %d", argc - 1);
      return EXIT_INPUT;
    }
  return print_result (explain_text (argc == 2 ? argv[1] : "", &error), &error);
}

const Command command_explain = {
  .name = "explain",
  .arguments = "[KEY]",
  .summary = "Tell what a scenario's key means and takes",
  .run = explain_run,
};
