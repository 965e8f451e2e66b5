#include "command/progress.h"

#include <sys/ioctl.h>

#undef g_get_monotonic_time /* for the estimate of the time left alone */

#define BAR_MAX 30
#define BAR_MIN 5
#define WIDTH 80            /* of a terminal that does not say */
#define PATIENCE_US 1000000 /* before the time left is estimated */

void
progress_start (Progress *progress, gboolean quiet, double from)
{
  *progress = (Progress){ quiet || !isatty (STDERR_FILENO) ? 0 : g_get_monotonic_time (), from };
}

static guint
columns (void)
{
  struct winsize size;
  return ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : WIDTH;
}

static void
append_time_left (GString *line, const Progress *progress, double share)
{
  double spent_us = g_get_monotonic_time () - progress->begin_us, left_s;
  if (spent_us < PATIENCE_US || share <= progress->from || share >= 1)
    return;
  left_s = spent_us / 1e6 * (1 - share) / (share - progress->from);
  if (left_s < 100)
    g_string_append_printf (line, ", about %.0f s left", left_s);
  else if (left_s < 6000)
    g_string_append_printf (line, ", about %.0f min left", left_s / 60);
  else
    g_string_append_printf (line, ", about %.0f h left", left_s / 3600);
}

/* "[####....] " in what the words leave of the line, nothing where that is too little. */
static void
prepend_bar (GString *line, double share, guint room)
{
  char bar[BAR_MAX + 4] = "[";
  guint width = room > line->len + 3 ? MIN (BAR_MAX, room - line->len - 3) : 0;
  if (width < BAR_MIN)
    return;
  for (guint i = 0; i < width; i++)
    bar[i + 1] = i < share * width ? '#' : '.';
  memcpy (bar + 1 + width, "] ", 3);
  g_string_prepend (line, bar);
}

/* The last column stays free: some terminals begin a new line once it is written. */
void
progress_show (const Progress *progress, double share, const char *format, ...)
{
  g_autoptr (GString) line = g_string_new (NULL);
  va_list arguments;
  guint room;
  if (progress->begin_us == 0)
    return;
  va_start (arguments, format);
  g_string_append_vprintf (line, format, arguments);
  va_end (arguments);
  append_time_left (line, progress, share);
  room = columns () - 1;
  prepend_bar (line, share, room);
  g_string_truncate (line, MIN (line->len, room));
  fprintf (stderr, "\r%s\033[K", line->str);
}

void
progress_clear (const Progress *progress)
{
  if (progress->begin_us != 0)
    fputs ("\r\033[K", stderr);
}
