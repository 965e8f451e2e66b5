#include "report/points.h"

#include "base/csv.h"
#include "base/escape.h"
#include "base/json_writer.h"
#include "base/units.h"
#include "config.h"
#include "protocol/metrics.h"

static void
append_cell (GString *csv, double value)
{
  char digits[32];
  g_string_append_printf (csv, ",%s", isfinite (value) ? number_format (value, digits) : "");
}

static void
append_fields (GString *csv, const char *const *fields)
{
  for (guint i = 0; fields[i] != NULL; i++)
    {
      g_string_append (csv, i > 0 ? "," : "");
      escape_csv (csv, fields[i]);
    }
}

char *
sweep_table_csv (const SweepTable *table)
{
  gboolean intervals = sweep_table_repeats (table) > 1;
  GString *csv = g_string_new (NULL);

  append_fields (csv, sweep_table_axes (table));
  if (sweep_table_any_auto (table))
    g_string_append (csv, ",auto");
  for (guint m = 0; m < metrics_count (); m++)
    {
      g_string_append_printf (csv, ",%s", metric_at (m)->name);
      if (intervals)
        g_string_append_printf (csv, ",%s.ci95", metric_at (m)->name);
    }
  g_string_append_c (csv, '\n');
  for (guint p = 0; p < sweep_table_n_points (table); p++)
    {
      append_fields (csv, sweep_table_values (table, p));
      if (sweep_table_any_auto (table))
        g_string_append_printf (csv, ",%s", sweep_table_auto (table, p) ? sweep_table_auto (table, p) : "");
      for (guint m = 0; m < metrics_count (); m++)
        {
          Estimate estimate = sweep_table_mean (table, p, m);
          append_cell (csv, estimate.mean);
          if (intervals)
            append_cell (csv, estimate.half_width);
        }
      g_string_append_c (csv, '\n');
    }
  return g_string_free (csv, FALSE);
}

/* What people write as a number is one here too. */
static void
put_value (JsonWriter *json, const char *axis, const char *text)
{
  double number;

  if (csv_number (text, &number))
    json_number (json, axis, number);
  else if (g_str_equal (text, "true") || g_str_equal (text, "false") || g_str_equal (text, "null"))
    json_verbatim (json, axis, text);
  else
    json_text (json, axis, text);
}

static void
put_estimates (JsonWriter *json, const char *name, const SweepTable *table, guint point, gboolean half_widths)
{
  json_object (json, name, JSON_LINES);
  for (guint m = 0; m < metrics_count (); m++)
    {
      Estimate estimate = sweep_table_mean (table, point, m);
      json_number (json, metric_at (m)->name, half_widths ? estimate.half_width : estimate.mean);
    }
  json_close (json);
}

static void
put_failures (JsonWriter *json, const SweepTable *table, guint point)
{
  json_list (json, "failures", JSON_LINES);
  for (guint r = 0; r < sweep_table_repeats (table); r++)
    if (sweep_table_failure (table, point, r) != NULL)
      json_text (json, NULL, sweep_table_failure (table, point, r));
  json_close (json);
}

static void
put_point (JsonWriter *json, const SweepTable *table, guint point)
{
  json_object (json, NULL, JSON_LINES);
  json_object (json, "point", JSON_SPACED);
  for (guint a = 0; sweep_table_axes (table)[a] != NULL; a++)
    put_value (json, sweep_table_axes (table)[a], sweep_table_values (table, point)[a]);
  json_close (json);
  if (sweep_table_auto (table, point) != NULL)
    json_text (json, "auto", sweep_table_auto (table, point));
  put_estimates (json, "metrics", table, point, FALSE);
  if (sweep_table_repeats (table) > 1)
    put_estimates (json, "ci95", table, point, TRUE);
  put_failures (json, table, point);
  json_close (json);
}

char *
sweep_table_json (const SweepTable *table)
{
  GString *text = g_string_new (NULL);
  JsonWriter json = json_writer (text);

  json_object (&json, NULL, JSON_LINES);
  json_text (&json, "lockstep", PACKAGE_VERSION);
  json_text (&json, "name", sweep_table_name (table));
  json_count (&json, "seeds", sweep_table_repeats (table));
  json_list (&json, "points", JSON_LINES);
  for (guint p = 0; p < sweep_table_n_points (table); p++)
    put_point (&json, table, p);
  json_close (&json);
  json_close (&json);
  g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}
