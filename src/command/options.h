/* The command line of one verb: its options, its usage, and what all verbs share. */
#pragma once

#include "command/command.h"

/** Parses @entries (may be NULL) out of @argv, leaving the operands after argv[0]. Prints usage for --help. @more: what follows
 * the options in the help, may be NULL. Returns FALSE when the verb is over, with the exit status in @status. */
gboolean options_parse (const Command *command, const GOptionEntry *entries, const char *more, int *argc, char ***argv,
                        int *status);

/** The only operand. FALSE with a message when there is none or another. */
gboolean options_one_file (const Command *command, int argc, char **argv, const char **file);

/* What is told holds users' texts: it goes to the terminal by escape_terminal. */

/** "lockstep: error: …" on standard error. */
void complain (const char *format, ...) G_GNUC_PRINTF (1, 2);
/** The error's message on standard error; returns the exit status that it stands for. NULL is EXIT_RUN. */
int complain_of (const GError *error);

/** "lockstep: note: …" on standard error for each line of @note, which may be NULL. */
void tell_note (const char *note);
/** "results in DIR" on standard output, after a blank line; @what: results, picture. */
void tell_where (const char *what, const char *dir);

/** A whole number of an option's value; complains by the option's name. */
gboolean option_integer (const char *name, const char *text, guint64 min, guint64 max, guint64 *out);

/** Has gradients computed with the kernels @name of OpenBLAS; complains where there are none. */
gboolean option_blas_core (const char *name);

/** Whether @fd is a terminal that takes colours (NO_COLOR and TERM=dumb honoured). */
gboolean terminal_colour (int fd);
/** How many columns a line on @fd has: COLUMNS, or the terminal's, 80 where it does not say; a file or a pipe has
 * WIDTH_UNLIMITED. */
guint terminal_width (int fd);

/** The exit status after all results are printed: @status, or EXIT_RUN when standard output did not take them; without a word 128
 * + SIGPIPE when its reader had gone. */
int flush_results (int status);
/** Prints @text, which it takes; NULL: complains of *@error. Returns the exit status. */
int print_result (char *text, GError *const *error);
