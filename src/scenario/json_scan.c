#include "scenario/json_token.h"

static cJSON *scan_value (Scan *scan, const char *name, TextSpan key, guint position);

static cJSON *
scan_literal (Scan *scan)
{
  static const char *const literals[] = { "true", "false", "null" };
  static cJSON *(*const makers[]) (void) = { cJSON_CreateTrue, cJSON_CreateFalse, cJSON_CreateNull };
  gsize length = 0;
  while (g_ascii_isalnum (scan->text[scan->at + length])) /* a NUL stands behind the text */
    length++;
  for (guint i = 0; i < G_N_ELEMENTS (literals); i++)
    if (length == strlen (literals[i]) && strncmp (scan->text + scan->at, literals[i], length) == 0)
      {
        scan->at += length;
        return makers[i]();
      }
  scan_expected (scan, "a value (a string, a number, true, false, null, { or [)");
  return NULL;
}

static const JsonPlace *
place_of (const Scan *scan, const cJSON *node)
{
  return g_hash_table_lookup (scan->places, node);
}

static void
report_twice (Scan *scan, TextSpan key, const cJSON *first)
{
  scan_fail_at (scan, key, "the key \"%s\" stands twice in this object", first->string);
  scan->mistake (scan->data, place_of (scan, first)->key, scan->inside, TRUE, "it stands here first");
}

/* The key of a member, its colon and its value. @seen: the members so far, by name. */
static gboolean
scan_member (Scan *scan, GHashTable *seen)
{
  g_autoptr (GString) name = g_string_new (NULL);
  TextSpan key = scan_place (scan, scan->at);
  if (!scan_string (scan, name))
    return FALSE;
  key.length = scan->at - key.offset;
  const cJSON *first = g_hash_table_lookup (seen, name->str);
  if (first)
    report_twice (scan, key, first);
  scan_space (scan);
  if (scan_peek (scan) != ':')
    return scan_expected (scan, "\":\" after the key");
  scan->at++;
  scan_space (scan);
  cJSON *value = scan_value (scan, name->str, key, 0);
  if (value && !first)
    g_hash_table_insert (seen, value->string, value);
  return value != NULL;
}

static gboolean
scan_unclosed (Scan *scan, const char *what)
{
  TextSpan open = place_of (scan, scan->inside)->value;
  open.length = 1;
  scan_expected (scan, what);
  if (scan->at >= scan->n)
    scan->mistake (scan->data, open, scan->inside, TRUE, "it is opened here");
  return FALSE;
}

static gboolean
scan_object (Scan *scan)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  scan->at++;
  scan_space (scan);
  if (scan_peek (scan) == '}')
    return scan->at++, TRUE;
  for (gboolean first = TRUE;; first = FALSE)
    {
      if (scan_peek (scan) != '"')
        return scan_unclosed (scan, first ? "a key in double quotes or \"}\"" : "a key in double quotes after the comma");
      if (!scan_member (scan, seen))
        return FALSE;
      scan_space (scan);
      if (scan_peek (scan) == '}')
        return scan->at++, TRUE;
      if (scan_peek (scan) != ',')
        return scan_unclosed (scan, "\",\" or \"}\"");
      scan->at++;
      scan_space (scan);
    }
}

static gboolean
scan_array (Scan *scan)
{
  scan->at++;
  scan_space (scan);
  if (scan_peek (scan) == ']')
    return scan->at++, TRUE;
  for (guint i = 0;; i++)
    {
      if (scan_peek (scan) == ']')
        return scan_expected (scan, "a value after the comma");
      if (!scan_value (scan, NULL, (TextSpan){ 0 }, i))
        return FALSE;
      scan_space (scan);
      if (scan_peek (scan) == ']')
        return scan->at++, TRUE;
      if (scan_peek (scan) != ',')
        return scan_unclosed (scan, "\",\" or \"]\"");
      scan->at++;
      scan_space (scan);
    }
}

/* What is in @container, which is in the tree already. */
static gboolean
scan_container (Scan *scan, cJSON *container)
{
  if (++scan->depth > JSON_DEPTH)
    return scan_fail_at (scan, scan_place (scan, scan->at), "nested deeper than %d levels", JSON_DEPTH);
  cJSON *outside = scan->inside;
  scan->inside = container;
  gboolean ok = cJSON_IsObject (container) ? scan_object (scan) : scan_array (scan);
  scan->inside = outside;
  scan->depth--;
  return ok;
}

/* A string, a number or a literal. */
static cJSON *
scan_scalar (Scan *scan)
{
  g_autoptr (GString) string = g_string_new (NULL);
  double number = 0;
  int c = scan_peek (scan);
  if (c == '"')
    return scan_string (scan, string) ? cJSON_CreateString (string->str) : NULL;
  if (c == '-' || g_ascii_isdigit (c))
    return scan_number (scan, &number) ? cJSON_CreateNumber (number) : NULL;
  return scan_literal (scan);
}

/* Puts @node into the tree, as the member @name of the container being scanned, or its next element where that is NULL. */
static JsonPlace *
adopt (Scan *scan, cJSON *node, const char *name, JsonPlace place)
{
  if (!scan->inside)
    scan->root = node;
  else if (name)
    cJSON_AddItemToObject (scan->inside, name, node);
  else
    cJSON_AddItemToArray (scan->inside, node);
  place.parent = scan->inside;
  JsonPlace *kept = g_memdup2 (&place, sizeof place);
  g_hash_table_insert (scan->places, node, kept);
  return kept;
}

/* A value and everything in it; NULL: a mistake. */
static cJSON *
scan_value (Scan *scan, const char *name, TextSpan key, guint position)
{
  JsonPlace place = { .key = key, .value = scan_place (scan, scan->at), .position = position };
  int c = scan_peek (scan);
  gboolean container = c == '{' || c == '[';
  cJSON *node = c == '{' ? cJSON_CreateObject () : c == '[' ? cJSON_CreateArray () : scan_scalar (scan);
  if (!node)
    return NULL;
  JsonPlace *kept = adopt (scan, node, name, place);
  if (container && !scan_container (scan, node))
    return NULL;
  kept->value.length = scan->at - kept->value.offset;
  if (!name)
    kept->key = kept->value;
  return node;
}

static gboolean
scan_text (Scan *scan)
{
  if (!scan_encoding (scan))
    return FALSE;
  scan_space (scan);
  if (!scan_value (scan, NULL, (TextSpan){ 0 }, 0))
    return FALSE;
  scan_space (scan);
  return scan->at == scan->n || scan_expected (scan, "the end of the text");
}

cJSON *
json_scan (const char *text, gsize n, GHashTable *places, JsonMistake mistake, gpointer data)
{
  Scan scan = { .text = text, .n = n, .places = places, .mistake = mistake, .data = data };
  scan.mark = (TextSpan){ .line = 1, .column = 1 };
  if (scan_text (&scan))
    return scan.root;
  cJSON_Delete (scan.root);
  return NULL;
}
