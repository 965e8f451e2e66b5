/* check: read a scenario, say what is wrong with it, run nothing. */
#include "base/escape.h"
#include "command/options.h"
#include "command/read.h"

static int
check_run (int argc, char **argv)
{
  g_auto (GStrv) sets = NULL;
  const GOptionEntry entries[] = {
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &sets, "Override a value, such as --set /cluster/workers=16", "POINTER=VALUE" },
    { NULL },
  };
  int status = EXIT_DONE;
  if (!options_parse (&command_check, entries, NULL, &argc, &argv, &status))
    return status;
  if (argc < 2)
    {
      complain ("check: a scenario file is missing (see: lockstep check --help)");
      return EXIT_INPUT;
    }
  for (int i = 1; i < argc; i++)
    {
      int one;
      const ScenarioOptions options = { .sets = (const char *const *)sets };
      g_autoptr (Scenario) scenario = scenario_open (argv[i], &options, &one);
      if (scenario)
        {
          g_autofree char *path = printable (scenario->path);
          printf ("%s: ok\n", path);
        }
      status = MAX (status, one);
    }
  return status;
}

const Command command_check = {
  .name = "check",
  .arguments = "FILE…",
  .summary = "Read scenarios and report every mistake; run nothing",
  .run = check_run,
};
