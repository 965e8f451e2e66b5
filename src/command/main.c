#include "command/command.h"

#include "command/options.h"

#include "learning/blas.h"
#include "scenario/diagnostics.h"

const Command *const command_table[] = { &command_run, &command_check, &command_sweep, &command_merge, NULL };

/* Verbs of the design that this version does not have. */
static const char *const planned[] = { "report", "partition", NULL };

static void
print_help (FILE *to)
{
  fputs ("lockstep simulates distributed training clusters: real gradients, simulated time.\n\n"
         "Usage: lockstep VERB [OPTION…] FILE…\n\n",
         to);
  for (guint i = 0; command_table[i]; i++)
    fprintf (to, "  %-10s %s\n", command_table[i]->name, command_table[i]->summary);
  fputs ("\nlockstep VERB --help tells a verb's options; lockstep --version the version.\n"
         "Start with: lockstep run quickstart\n",
         to);
}

static const Command *
find (const char *verb)
{
  for (guint i = 0; command_table[i]; i++)
    if (g_str_equal (command_table[i]->name, verb))
      return command_table[i];
  return NULL;
}

static int
complain_of_verb (const char *verb)
{
  const char *names[64] = { NULL };
  for (guint i = 0; command_table[i]; i++)
    names[i] = command_table[i]->name;
  const char *near = nearest_word (verb, names);
  if (g_strv_contains (planned, verb))
    complain ("%s is not in this version", verb);
  else if (near)
    complain ("there is no verb \"%s\" (did you mean \"%s\"?)", verb, near);
  else
    complain ("there is no verb \"%s\" (see: lockstep --help)", verb);
  return EXIT_INPUT;
}

int
command_main (int argc, char **argv)
{
  const char *verb = argc > 1 ? argv[1] : NULL;
  if (!verb)
    {
      print_help (stderr);
      return EXIT_INPUT;
    }
  if (g_str_equal (verb, "--help") || g_str_equal (verb, "-h") || g_str_equal (verb, "help"))
    {
      print_help (stdout);
      return EXIT_DONE;
    }
  if (g_str_equal (verb, "--version"))
    {
      printf ("lockstep %s (OpenBLAS kernels: %s)\n", PACKAGE_VERSION, blas_core ());
      return EXIT_DONE;
    }
  const Command *command = find (verb);
  return command ? command->run (argc - 1, argv + 1) : complain_of_verb (verb);
}
