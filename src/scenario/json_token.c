#include "scenario/json_token.h"

TextSpan
scan_place (Scan *scan, gsize offset)
{
  for (gsize i = scan->mark.offset; i < offset; i++)
    {
      if (scan->text[i] == '\n')
        {
          scan->mark.line++;
          scan->mark.column = 1;
        }
      else if (((guchar)scan->text[i] & 0xC0) != 0x80)
        scan->mark.column++;
    }
  scan->mark.offset = offset;
  return scan->mark;
}

gboolean
scan_fail_at (Scan *scan, TextSpan at, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  scan->mistake (scan->data, at, scan->inside, FALSE, message);
  return FALSE;
}

int
scan_peek (const Scan *scan)
{
  return scan->at < scan->n ? (guchar)scan->text[scan->at] : -1;
}

void
scan_space (Scan *scan)
{
  while (scan->at < scan->n && strchr (" \t\n\r", scan->text[scan->at]))
    scan->at++;
}

/* What stands at the scan's position, in words: a run of letters, or one character. */
static char *
scan_found (const Scan *scan)
{
  if (scan->at >= scan->n)
    return g_strdup ("the end of the text");
  const char *from = scan->text + scan->at;
  gsize length = 0;
  while (scan->at + length < scan->n && length < 20 && g_ascii_isalnum (from[length]))
    length++;
  if (length == 0)
    length = (gsize)(g_utf8_next_char (from) - from);
  if (*from == '"')
    return g_strdup ("a string");
  if (g_ascii_iscntrl (*from))
    return g_strdup_printf ("the control character U+%04X", (guint)*from);
  return g_strdup_printf ("\"%.*s\"", (int)length, from);
}

gboolean
scan_expected (Scan *scan, const char *what)
{
  g_autofree char *found = scan_found (scan);
  gsize offset = scan->at;
  while (scan->at >= scan->n && offset > scan->mark.offset && g_ascii_isspace (scan->text[offset - 1]))
    offset--;
  TextSpan at = scan_place (scan, offset);
  at.length = 1;
  if (scan_peek (scan) == '/')
    return scan_fail_at (scan, at, "expected %s, found a \"/\": JSON has no comments (a \"description\" key takes text)", what);
  if (scan_peek (scan) == '\'')
    return scan_fail_at (scan, at, "expected %s, found \"'\": strings stand in double quotes", what);
  return scan_fail_at (scan, at, "expected %s, found %s", what, found);
}

/* Four hexadecimal digits; −1 where they are not. */
static int
scan_hex (Scan *scan)
{
  int value = 0, digit = 0;
  for (guint i = 0; i < 4 && digit >= 0; i++, scan->at += digit >= 0)
    {
      digit = scan->at < scan->n ? g_ascii_xdigit_value (scan->text[scan->at]) : -1;
      value = value * 16 + digit;
    }
  return digit < 0 ? -1 : value;
}

static gboolean
scan_unicode_escape (Scan *scan, gsize start, GString *out)
{
  int code = scan_hex (scan);
  if (code < 0)
    return scan_expected (scan, "four hexadecimal digits after \"\\u\"");
  if (code >= 0xD800 && code < 0xDC00 && scan->at + 1 < scan->n && strncmp (scan->text + scan->at, "\\u", 2) == 0)
    {
      scan->at += 2;
      int low = scan_hex (scan);
      if (low < 0)
        return scan_expected (scan, "four hexadecimal digits after \"\\u\"");
      code = low >= 0xDC00 && low < 0xE000 ? 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00) : 0xD800;
    }
  TextSpan at = scan_place (scan, start);
  at.length = scan->at - start;
  if (code == 0)
    return scan_fail_at (scan, at, "\\u0000 is not allowed");
  if (code >= 0xD800 && code < 0xE000)
    return scan_fail_at (scan, at, "expected a pair of surrogates (\\ud800 to \\udbff, then \\udc00 to \\udfff)");
  g_string_append_unichar (out, (gunichar)code);
  return TRUE;
}

static gboolean
scan_escape (Scan *scan, GString *out)
{
  static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  gsize start = scan->at++;
  int c = scan_peek (scan);
  if (c == 'u')
    {
      scan->at++;
      return scan_unicode_escape (scan, start, out);
    }
  const char *letter = c > 0 ? strchr (letters, c) : NULL;
  if (!letter)
    return scan_expected (scan, "one of \" \\ / b f n r t u after a backslash");
  g_string_append_c (out, meanings[letter - letters]);
  return scan->at++, TRUE;
}

gboolean
scan_string (Scan *scan, GString *out)
{
  scan->at++;
  for (;;)
    {
      int c = scan_peek (scan);
      if (c == '"')
        break;
      if (c < 0 || c == '\n' || c == '\r')
        return scan_fail_at (scan, scan_place (scan, scan->at), "expected a closing double quote before the end of the %s",
                             c < 0 ? "text" : "line");
      if (c < 0x20)
        return scan_fail_at (scan, scan_place (scan, scan->at),
                             "expected no control character in a string: write U+%04X as \"\\u%04x\"", (guint)c, (guint)c);
      if (c == '\\')
        {
          if (!scan_escape (scan, out))
            return FALSE;
          continue;
        }
      g_string_append_c (out, (char)c);
      scan->at++;
    }
  scan->at++;
  return TRUE;
}

static gboolean
scan_digits (Scan *scan, const char *what)
{
  if (!g_ascii_isdigit (scan_peek (scan)))
    return scan_expected (scan, what);
  while (g_ascii_isdigit (scan_peek (scan)))
    scan->at++;
  return TRUE;
}

static gboolean
scan_number_grammar (Scan *scan)
{
  if (scan_peek (scan) == '-')
    scan->at++;
  gsize first = scan->at;
  if (!scan_digits (scan, "a digit"))
    return FALSE;
  if (scan->text[first] == '0' && scan->at > first + 1)
    {
      TextSpan at = scan_place (scan, first);
      at.length = scan->at - first;
      return scan_fail_at (scan, at, "expected a number without a leading 0");
    }
  if (scan_peek (scan) == '.')
    {
      scan->at++;
      if (!scan_digits (scan, "a digit after the decimal point"))
        return FALSE;
    }
  if (scan_peek (scan) == 'e' || scan_peek (scan) == 'E')
    {
      scan->at++;
      if (scan_peek (scan) == '+' || scan_peek (scan) == '-')
        scan->at++;
      return scan_digits (scan, "a digit of the exponent");
    }
  return TRUE;
}

gboolean
scan_number (Scan *scan, double *out)
{
  gsize start = scan->at;
  TextSpan at = scan_place (scan, start);
  if (!scan_number_grammar (scan))
    return FALSE;
  at.length = scan->at - start;
  if (at.length > JSON_NUMBER_CHARACTERS)
    return scan_fail_at (scan, at, "a number of more than %d characters", JSON_NUMBER_CHARACTERS);
  g_autofree char *digits = g_strndup (scan->text + start, at.length);
  *out = g_ascii_strtod (digits, NULL);
  if (!isfinite (*out))
    return scan_fail_at (scan, at, "a number too large to be held");
  return TRUE;
}

gboolean
scan_encoding (Scan *scan)
{
  const char *end;
  if (scan->n >= 3 && memcmp (scan->text, "\xEF\xBB\xBF", 3) == 0)
    return scan_fail_at (scan, scan_place (scan, 0),
                         "expected a value, found a byte order mark: save the file as UTF-8 without it");
  if (g_utf8_validate_len (scan->text, scan->n, &end))
    return TRUE;
  return scan_fail_at (scan, scan_place (scan, (gsize)(end - scan->text)), "expected text in UTF-8, found %s",
                       *end == '\0' ? "a NUL byte" : "bytes that are not UTF-8");
}
