#include "command/command.h"

#include <fcntl.h>
#include <signal.h>

#include "base/interrupt.h"
#include "command/options.h"
#include "learning/blas.h"

const Command *const command_table[] = {
  /* simulating */ &command_run,  &command_check,    &command_sweep,  &command_merge,
  /* judging */ &command_test,    &command_compare,
  /* looking */ &command_topo,    &command_partition,
  /* starting */ &command_new,    &command_examples,
  /* telling */ &command_explain, &command_list,     &command_schema, &command_help,  NULL,
};

static int
run_verb (int argc, char **argv)
{
  const char *verb = argc > 1 ? argv[1] : NULL;
  if (!verb)
    {
      help_print (stderr);
      return EXIT_INPUT;
    }
  if (g_str_equal (verb, "--help") || g_str_equal (verb, "-h"))
    {
      help_print (stdout);
      return EXIT_DONE;
    }
  if (g_str_equal (verb, "--version"))
    {
      printf ("lockstep %s (OpenBLAS kernels: %s)\n", PACKAGE_VERSION, blas_core () ? blas_core () : "not found");
      return EXIT_DONE;
    }
  const Command *command = help_find (verb);
  return command ? command->run (argc - 1, argv + 1) : EXIT_INPUT;
}

/* A descriptor that came closed would become the next file that is opened. Opened the wrong way round, it still cannot be used.
 */
static void
occupy_standard_streams (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0)
      g_open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY, 0);
}

/* A reader that goes away, or a file that may not grow, is an error of the write that meets it, and no reason to lose the rest.
 */
static void
prepare (void)
{
  occupy_standard_streams ();
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);
}

/* What could not be written to standard output is a failure of every verb. */
int
command_main (int argc, char **argv)
{
  prepare ();
  int status = flush_results (run_verb (argc, argv)), number = interrupt_settle ();
  return number != 0 && status < EXIT_INPUT ? 128 + number : status;
}
