#include "report/wrap.h"

void
wrap_print (FILE *to, const char *text, guint begun, guint indent, guint width)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  guint64 column = begun;
  gboolean fresh = TRUE; /* the line has no word yet */
  for (guint i = 0; words[i]; i++)
    {
      guint length = (guint)g_utf8_strlen (words[i], -1);
      if (!fresh && column + 1 + length > width)
        {
          fprintf (to, "\n%*s", (int)indent, "");
          column = indent;
          fresh = TRUE;
        }
      fprintf (to, "%s%s", fresh ? "" : " ", words[i]);
      column += length + !fresh;
      fresh = FALSE;
    }
  fputc ('\n', to);
}
