#include "base/escape.h"


#define REPLACEMENT "\xef\xbf\xbd"
#define NOTHING_WIDE "\xe2\x80\x8b" /* a space without width */
#define SPELLING_MAX 16

/* What stands for @c: a literal, something printed into @room, or NULL where it stands for itself. */
typedef const char *(*Spelling) (gunichar c, char room[SPELLING_MAX]);

static void
append_spelt (GString *to, const char *text, Spelling spell)
{
  g_autofree char *valid = g_utf8_validate (text, -1, NULL) ? NULL : g_utf8_make_valid (text, -1);
  const char *plain = valid ? valid : text, *p = plain; /* what is left of it as it is */
  while (*p)
    {
      char room[SPELLING_MAX];
      const char *spelling = spell (g_utf8_get_char (p), room);
      if (spelling)
        {
          g_string_append_len (to, plain, p - plain);
          g_string_append (to, spelling);
          plain = g_utf8_next_char (p);
        }
      p = g_utf8_next_char (p);
    }
  g_string_append_len (to, plain, p - plain);
}

static const char *
print_code (const char *format, gunichar c, char room[SPELLING_MAX])
{
  g_snprintf (room, SPELLING_MAX, format, c);
  return room;
}

/* U+FFFE and U+FFFF are no characters, and XML, hence SVG, refuses them. */
static gboolean
is_no_character (gunichar c)
{
  return (g_unichar_iscntrl (c) && c < 0x80) || c == 0xfffe || c == 0xffff;
}

/* Ends a line, turns what follows round, or is an order to the terminal. */
static gboolean
disturbs_a_line (gunichar c)
{
  return (g_unichar_iscntrl (c) && c != '\t') || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* --- gnuplot --- */

/* Backquotes run a command even between double quotes; an octal number stands for a character in scripts and in data alike. */
static const char *
gnuplot_spelling (gunichar c, char room[SPELLING_MAX])
{
  if (c == '"' || c == '\\' || c == '`')
    return print_code ("\\%03o", c, room);
  if (c == '\t' || c == '\n' || c == '\r')
    return " ";
  return is_no_character (c) ? REPLACEMENT : NULL;
}

static const char *
gnuplot_tic_spelling (gunichar c, char room[SPELLING_MAX])
{
  return c == '%' ? "%%" : gnuplot_spelling (c, room);
}

/* gnuplot copies ]]> into its SVG, where XML does not allow it. */
static void
append_gnuplot (GString *to, const char *text, Spelling spell)
{
  g_autoptr (GString) inside = g_string_new (NULL);
  append_spelt (inside, text, spell);
  g_string_replace (inside, "]]>", "]]" NOTHING_WIDE ">", 0);
  g_string_append_printf (to, "\"%s\"", inside->str);
}

void
escape_gnuplot (GString *to, const char *text)
{
  append_gnuplot (to, text, gnuplot_spelling);
}

void
escape_gnuplot_tic (GString *to, const char *text)
{
  append_gnuplot (to, text, gnuplot_tic_spelling);
}

/* --- files --- */

static const char *
csv_spelling (gunichar c, char room[SPELLING_MAX])
{
  if (c == '"')
    return "\"\"";
  return is_no_character (c) && c != '\t' && c != '\n' && c != '\r' ? REPLACEMENT : NULL;
}

void
escape_csv (GString *to, const char *text)
{
  const char *quote = strpbrk (text, ",\"\n\r") ? "\"" : "";
  g_string_append (to, quote);
  append_spelt (to, text, csv_spelling);
  g_string_append (to, quote);
}

static const char *
json_spelling (gunichar c, char room[SPELLING_MAX])
{
  if (c == '"')
    return "\\\"";
  if (c == '\\')
    return "\\\\";
  return c == '\t' || disturbs_a_line (c) ? print_code ("\\u%04x", c, room) : NULL;
}

/* Most texts, and all names of members, stand for themselves: that is seen without taking them apart. */
static gboolean
is_plain (const char *text)
{
  while (*text >= 0x20 && *text < 0x7f && *text != '"' && *text != '\\')
    text++;
  return *text == '\0';
}

void
escape_json (GString *to, const char *text)
{
  g_string_append_c (to, '"');
  if (is_plain (text))
    g_string_append (to, text);
  else
    append_spelt (to, text, json_spelling);
  g_string_append_c (to, '"');
}

/* As an attribute's value is read back with its line ends. */
static const char *
xml_spelling (gunichar c, char room[SPELLING_MAX])
{
  switch (c)
    {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\t':
    case '\n':
    case '\r':
      return print_code ("&#%u;", c, room);
    default:
      return is_no_character (c) ? REPLACEMENT : NULL;
    }
}

void
escape_xml (GString *to, const char *text)
{
  append_spelt (to, text, xml_spelling);
}

/* --- lines --- */

static const char *
terminal_spelling (gunichar c, char room[SPELLING_MAX])
{
  return disturbs_a_line (c) ? print_code ("\\u%04x", c, room) : NULL;
}

void
escape_terminal (GString *to, const char *text)
{
  append_spelt (to, text, terminal_spelling);
}

/* A # begins a directive. */
static const char *
tap_spelling (gunichar c, char room[SPELLING_MAX])
{
  if (c == '#')
    return "\\#";
  return c == '\\' ? "\\\\" : terminal_spelling (c, room);
}

void
escape_tap (GString *to, const char *text)
{
  append_spelt (to, text, tap_spelling);
}

char *
escaped (Escaper escape, const char *text)
{
  GString *to = g_string_new (NULL);
  escape (to, text);
  return g_string_free (to, FALSE);
}

char **
escaped_all (Escaper escape, char *const *texts)
{
  GPtrArray *all = g_ptr_array_new ();
  for (; *texts; texts++)
    g_ptr_array_add (all, escaped (escape, *texts));
  g_ptr_array_add (all, NULL);
  return (char **)g_ptr_array_free (all, FALSE);
}

char *
printable (const char *text)
{
  return escaped (escape_terminal, text);
}
