/* list: the words that a scenario can choose from. */
#include "command/options.h"

#include "scenario/reference.h"

static int
list_run (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree const char **names = list_names ();
  g_autofree char *words = g_strjoinv (", ", (char **)names), *lines = g_strjoinv ("\n", (char **)names);
  g_autofree char *more = g_strconcat ("WHAT is one of ", words, ".", NULL);
  int status = EXIT_INPUT;
  if (!options_parse (&command_list, NULL, more, &argc, &argv, &status))
    return status;
  if (argc == 1)
    return print_result (g_strjoin ("\n", lines, "", NULL), NULL);
  if (argc == 2)
    return print_result (list_text (argv[1], &error), &error);
  complain ("list: one of %s is expected", words);
  return EXIT_INPUT;
}

const Command command_list = {
  .name = "list",
  .arguments = "[WHAT]",
  .summary = "List the protocols, topologies, models … that there are",
  .run = list_run,
};
