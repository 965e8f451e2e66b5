/* The verbs. Each is one file ending in one const Command; command_table lists them all.
 *
 * Results go to standard output, everything else to standard error. The exit status: 0 done, 1 an expectation failed, 2 usage or
 * invalid input, 3 the run failed, 128 + signal when it was interrupted.
 */
#pragma once

#include <glib.h>
#include <stdio.h>

typedef enum
{
  EXIT_DONE = 0,
  EXIT_EXPECTATION = 1,
  EXIT_INPUT = 2,
  EXIT_RUN = 3,
} ExitStatus;

typedef struct
{
  const char *name;
  const char *arguments; /* "FILE", for the usage line */
  const char *summary;   /* one line */
  /* @argv[0] is the verb. Returns the exit status. */
  int (*run) (int argc, char **argv);
} Command;

extern const Command command_run, command_check, command_sweep, command_merge;
extern const Command command_test, command_compare, command_topo, command_partition;
extern const Command command_new, command_examples, command_explain, command_list, command_schema, command_help;

/** NULL-terminated, in the order in which help lists them. */
extern const Command *const command_table[];

/** The list of verbs. */
void help_print (FILE *to);
/** The verb of that name; NULL after a complaint that suggests another. */
const Command *help_find (const char *verb);

/** Does what the whole command line asks for. Returns the exit status. */
int command_main (int argc, char **argv);
