/* help: the verbs, or one of them. */
#include "command/options.h"

#include "scenario/diagnostics.h"

/* Verbs of the design that this version does not have. */
static const char *const planned[] = { "report", NULL };

void
help_print (FILE *to)
{
  fputs ("lockstep simulates distributed training clusters: real gradients, simulated time.\n\n"
         "Usage: lockstep VERB [OPTION…] FILE…\n\n",
         to);
  for (guint i = 0; command_table[i]; i++)
    fprintf (to, "  %-9s %s\n", command_table[i]->name, command_table[i]->summary);
  fputs ("\nlockstep help VERB tells a verb's options; lockstep --version the version.\n"
         "Start with: lockstep run quickstart\n",
         to);
}

const Command *
help_find (const char *verb)
{
  const char *names[64] = { NULL };
  for (guint i = 0; command_table[i]; i++)
    if (g_str_equal (names[i] = command_table[i]->name, verb))
      return command_table[i];
  const char *near = nearest_word (verb, names);
  if (g_strv_contains (planned, verb))
    complain ("%s is not in this version", verb);
  else if (near)
    complain ("there is no verb \"%s\" (did you mean \"%s\"?)", verb, near);
  else
    complain ("there is no verb \"%s\" (see: lockstep --help)", verb);
  return NULL;
}

static int
help_run (int argc, char **argv)
{
  int status = EXIT_INPUT;
  if (!options_parse (&command_help, NULL, NULL, &argc, &argv, &status))
    return status;
  if (argc == 1)
    {
      help_print (stdout);
      return EXIT_DONE;
    }
  const Command *command = help_find (argv[1]);
  char *ask[] = { argv[1], (char *)"--help", NULL };
  return command ? command->run (2, ask) : EXIT_INPUT;
}

const Command command_help = {
  .name = "help",
  .arguments = "[VERB]",
  .summary = "List the verbs, or tell one's options",
  .run = help_run,
};
