#include "command/options.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>

#include "base/error.h"
#include "base/escape.h"
#include "learning/blas.h"
#include "report/wrap.h"

#define COLUMNS_MIN 40

void
complain (const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_autofree char *line = printable (message);
  fprintf (stderr, "lockstep: error: %s\n", line);
}

void
tell_note (const char *note)
{
  g_auto (GStrv) lines = g_strsplit (note ? note : "", "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      g_autofree char *line = printable (lines[i]);
      fprintf (stderr, "lockstep: note: %s\n", line);
    }
}

void
tell_where (const char *what, const char *dir)
{
  g_autofree char *name = printable (dir);
  printf ("\n%s in %s\n", what, name);
}

int
complain_of (const GError *error)
{
  if (!error)
    return EXIT_RUN;
  complain ("%s", error->message);
  return error->domain == LOCKSTEP_ERROR ? error->code : EXIT_RUN;
}

/* "-j4", as one types it for make: GOption takes "-j 4" alone. */
static void
expand_jobs (char **argv)
{
  for (; *argv && !g_str_equal (*argv, "--"); argv++)
    if (g_str_has_prefix (*argv, "-j") && g_ascii_isdigit ((*argv)[2]))
      {
        g_autofree char *expanded = g_strconcat ("--jobs=", *argv + 2, NULL);
        *argv = (char *)g_intern_string (expanded);
      }
}

/* -h and --help are ours, so that the usage line can be written to standard output and nothing exits on its own. */
gboolean
options_parse (const Command *command, const GOptionEntry *entries, const char *more, int *argc, char ***argv, int *status)
{
  gboolean help = FALSE;
  const GOptionEntry common[] = { { "help", 'h', 0, G_OPTION_ARG_NONE, &help, "Show this help", NULL }, { NULL } };
  g_autoptr (GError) error = NULL;
  g_autofree char *program = g_strdup_printf ("lockstep %s", command->name);
  g_autoptr (GOptionContext) context = g_option_context_new (command->arguments);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, command->summary);
  g_option_context_set_description (context, more);
  if (entries)
    g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, common, NULL);
  g_set_prgname (program);
  expand_jobs (*argv);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      complain ("%s (see: %s --help)", error->message, program);
      *status = EXIT_INPUT;
      return FALSE;
    }
  if (*argc > 1 && g_str_equal ((*argv)[1], "--"))
    {
      (*argv)++;
      (*argc)--;
    }
  if (!help)
    return TRUE;
  g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);
  fputs (text, stdout);
  *status = EXIT_DONE;
  return FALSE;
}

gboolean
options_one_file (const Command *command, int argc, char **argv, const char **file)
{
  *file = argc == 2 ? argv[1] : NULL;
  if (*file)
    return TRUE;
  if (argc < 2)
    complain ("%s: a scenario file is missing (see: lockstep %s --help)", command->name, command->name);
  else
    complain ("%s: one scenario file is expected, not %d: %s %s …", command->name, argc - 1, argv[1], argv[2]);
  return FALSE;
}

gboolean
option_integer (const char *name, const char *text, guint64 min, guint64 max, guint64 *out)
{
  char *end = NULL;
  errno = 0;
  *out = g_ascii_isdigit (text[0]) ? g_ascii_strtoull (text, &end, 10) : 0;
  if (end && *end == '\0' && errno == 0 && *out >= min && *out <= max)
    return TRUE;
  complain ("--%s: \"%s\" is not a whole number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT, name, text, min, max);
  return FALSE;
}

gboolean
option_blas_core (const char *name)
{
  g_autoptr (GError) error = NULL;
  if (blas_choose (name, &error))
    return TRUE;
  complain ("--blas-core: %s", error->message);
  return FALSE;
}

gboolean
terminal_colour (int fd)
{
  const char *no_color = g_getenv ("NO_COLOR");
  return isatty (fd) && !(no_color && *no_color) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

guint
terminal_width (int fd)
{
  const char *columns = g_getenv ("COLUMNS");
  guint64 asked;
  struct winsize size;
  if (columns && g_ascii_string_to_unsigned (columns, 10, COLUMNS_MIN, G_MAXUINT - 1, &asked, NULL))
    return (guint)asked;
  if (!isatty (fd))
    return WIDTH_UNLIMITED;
  return ioctl (fd, TIOCGWINSZ, &size) == 0 && size.ws_col >= COLUMNS_MIN ? size.ws_col : 80;
}

/* "lockstep list | head -1": nothing to complain about. */
static gboolean
reader_is_gone (void)
{
  struct pollfd out = { STDOUT_FILENO, 0, 0 };
  return poll (&out, 1, 0) == 1 && (out.revents & POLLERR);
}

int
flush_results (int status)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  if (reader_is_gone ())
    return MAX (status, 128 + SIGPIPE);
  complain ("cannot write to standard output");
  return MAX (status, EXIT_RUN);
}

int
print_result (char *text, GError *const *error)
{
  if (!text)
    return complain_of (*error);
  fputs (text, stdout);
  g_free (text);
  return EXIT_DONE;
}
