/* The strict scanner's sight of its text: where it stands, what it expected there, and the tokens that have a grammar of their
 * own. Inside of json_scan.c only.
 */
#pragma once

#include "scenario/json_scan.h"

typedef struct
{
  const char *text;
  gsize n, at;
  TextSpan mark; /* the last place asked for; places are asked for in ascending order, so columns are counted once */
  guint depth;
  cJSON *root, *inside; /* the tree so far, and the container being scanned */
  GHashTable *places;
  JsonMistake mistake;
  gpointer data;
} Scan;

TextSpan scan_place (Scan *scan, gsize offset);
/** Reports a mistake. Returns: FALSE. */
gboolean scan_fail_at (Scan *scan, TextSpan at, const char *format, ...) G_GNUC_PRINTF (3, 4);
/** Reports that something other than @what stands at the scan's position. Returns: FALSE. */
gboolean scan_expected (Scan *scan, const char *what);

/** The next byte; −1 behind the last. */
int scan_peek (const Scan *scan);
void scan_space (Scan *scan);
/** From the opening quote to behind the closing one; what it says is appended to @out. */
gboolean scan_string (Scan *scan, GString *out);
gboolean scan_number (Scan *scan, double *out);
/** Whether the whole text is UTF-8 without a byte order mark. */
gboolean scan_encoding (Scan *scan);
