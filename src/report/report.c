#include "report/report.h"

#include "base/error.h"
#include "base/file.h"
#include "base/units.h"
#include "report/curve_picture.h"
#include "report/links_csv.h"
#include "report/output_folder.h"
#include "report/picture.h"
#include "report/timeline_picture.h"
#include "report/timeline_window.h"
#include "report/trace.h"
#include "report/words.h"

/* What a page holds. */
#define PICTURE_WORKERS 16

gboolean
report_check_dir (const char *dir, gboolean force, GError **error)
{
  return output_folder_check (dir, OUTPUT_RUN, force, error);
}

char *
report_metrics_csv (const Report *report)
{
  const GArray *evaluations = report->outcome->evaluations;
  GString *csv = g_string_new (METRICS_CSV_HEAD "\n");

  for (guint i = 0; i < evaluations->len; i++)
    {
      const EvaluationRow *row = &g_array_index (evaluations, EvaluationRow, i);
      const double cells[] = { row->batch_loss, row->train_loss, row->test_loss, row->test_accuracy };

      g_string_append_printf (csv, "%" SIM_TIME_FORMAT ",%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT,
                              SIM_TIME_ARGS (row->time), row->updates, row->samples, row->bytes);
      for (guint c = 0; c < G_N_ELEMENTS (cells); c++)
        {
          char digits[32];
          g_string_append_printf (csv, ",%s", isfinite (cells[c]) ? number_format (cells[c], digits) : "");
        }
      g_string_append_c (csv, '\n');
    }
  return g_string_free (csv, FALSE);
}

/* Takes @text. */
static gboolean
write_text (const char *dir, const char *name, char *text, GError **error)
{
  g_autoptr (GString) content = g_string_new (text);

  g_free (text);
  return picture_write_data (dir, name, content, error);
}

/* timeline.csv, links.csv and trace.json can be large: they go straight to the file. */
static gboolean
write_timeline_csv (const Report *report, const TimelineRows *rows, const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, "timeline.csv", NULL);
  OutputFile *file = output_file_open (path, error);

  if (file == NULL)
    return FALSE;
  timeline_rows_write_csv (rows, output_file_stream (file));
  return output_file_commit (file, error);
}

static gboolean
write_links_csv (const Report *report, const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, "links.csv", NULL);
  OutputFile *file = output_file_open (path, error);

  if (file == NULL)
    return FALSE;
  links_csv_write (report->outcome, output_file_stream (file));
  return output_file_commit (file, error);
}

static gboolean
write_trace (const Report *report, const TimelineRows *rows, const char *dir, char **note, GError **error)
{
  g_autofree char *path = g_build_filename (dir, "trace.json", NULL);
  SimTime until;
  OutputFile *file = output_file_open (path, error);

  if (file == NULL)
    return FALSE;
  until = trace_write (report, rows, TRACE_MAX_EVENTS, output_file_stream (file));
  if (until != SIM_TIME_NEVER)
    {
      g_autofree char *first = unit_format_short (sim_time_to_s (until), DIMENSION_TIME);
      picture_add_note (note, "trace.json holds only the first %s: no viewer could hold more", first);
    }
  return output_file_commit (file, error);
}

/* "from 2 s to 3 s of 9 s", "the first 3 s of 9 s", "the whole run". (transfer full) */
static char *
shown_stretch (const Record *record, const TimelineWindow *shown)
{
  g_autofree char *until = unit_format_short (sim_time_to_s (shown->until), DIMENSION_TIME);
  g_autofree char *whole = unit_format_short (sim_time_to_s (record_end (record)), DIMENSION_TIME);
  g_autofree char *from = unit_format_short (sim_time_to_s (shown->from), DIMENSION_TIME);

  if (shown->from > 0)
    return g_strdup_printf ("from %s to %s of %s", from, until, whole);
  return shown->until < record_end (record) ? g_strdup_printf ("the first %s of %s", until, whole) : g_strdup ("the whole run");
}

static char *
timeline_subtitle (const Report *report, const TimelineRows *rows, const TimelinePicture *picture,
                   const TimelineWindow *window)
{
  g_autofree char *protocol = words_protocol (report->scenario), *shown = timeline_picture_shown (picture, rows);
  g_autofree char *stretch = shown_stretch (report->record, window), *kept = words_kept (report->record);

  return g_strdup_printf ("%s. Shown: %s, %s%s%s", protocol, shown, stretch, kept ? "; kept: " : "", kept ? kept : "");
}

static gboolean
draw_timeline (const Report *report, const TimelineRows *rows, const char *dir, char **note, GError **error)
{
  static const char *const scripts[] = { "palette", "timeline", NULL };
  TimelineWindow window = timeline_window_of_record (report->record, PICTURE_WORKERS);
  g_autoptr (TimelinePicture) picture = timeline_picture_new (window.from, window.until, PICTURE_WORKERS);
  g_autoptr (GString) settings = g_string_new (NULL), data = NULL;
  g_autofree char *subtitle = timeline_subtitle (report, rows, picture, &window);

  timeline_picture_add (picture, NULL, rows, report->record);
  picture_set_text (settings, "picture", "timeline");
  picture_set_number (settings, "below", 0);
  picture_set_text (settings, "title", report->scenario->name);
  picture_set_text (settings, "subtitle", subtitle);
  timeline_picture_settings (picture, settings);
  data = timeline_picture_data (picture);
  return data->len == 0
         || (picture_write_data (dir, "timeline.dat", data, error)
             && picture_draw (dir, "timeline", scripts, settings, note, error));
}

static gboolean
draw_curve (const Report *report, const char *dir, char **note, GError **error)
{
  static const char *const scripts[] = { "palette", "curve", NULL };
  g_autoptr (GString) data = NULL, settings = NULL;

  if (!curve_picture_applies (report->outcome))
    return TRUE;
  data = curve_picture_data (report->outcome->evaluations);
  settings = curve_picture_settings (report);
  return picture_write_data (dir, "curve.dat", data, error) && picture_draw (dir, "curve", scripts, settings, note, error);
}

/* What was kept of the events; nothing where nothing was. */
static gboolean
write_events (const Report *report, const char *dir, char **note, GError **error)
{
  if (!record_keeps_spans (report->record))
    return TRUE;
  g_autoptr (TimelineRows) rows = timeline_rows_new (report->record);

  return write_timeline_csv (report, rows, dir, error) && write_trace (report, rows, dir, note, error)
         && draw_timeline (report, rows, dir, note, error);
}

static gboolean
write_files (const Report *report, const char *dir, char **note, GError **error)
{
  return write_text (dir, "scenario.json", scenario_resolved (report->scenario), error)
         && write_text (dir, "metrics.csv", report_metrics_csv (report), error) && write_links_csv (report, dir, error)
         && write_events (report, dir, note, error) && draw_curve (report, dir, note, error)
         && write_text (dir, "result.json", report_result_json (report), error);
}

/* How what was kept is less than what happened, apart from what was asked for. */
static void
note_left_out (const Record *record, char **note)
{
  g_autofree char *kept = words_kept (record);
  if (kept)
    picture_add_note (note, "timeline.csv, trace.json and timeline.svg hold %s: the run has too many (--trace-max, --trace sampled)",
                      kept);
}

gboolean
report_write_dir (const Report *report, const char *dir, gboolean force, char **note, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *notes = NULL;
  OutputFolder *folder = output_folder_new (dir, OUTPUT_RUN, force, &reason);

  if (folder != NULL && !write_files (report, output_folder_path (folder), &notes, &reason))
    g_clear_pointer (&folder, output_folder_abandon);
  if (folder == NULL || !output_folder_commit (folder, &reason))
    {
      g_set_error_literal (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_RUN, reason->message);
      return FALSE;
    }
  note_left_out (report->record, &notes);
  if (note != NULL)
    *note = g_steal_pointer (&notes);
  return TRUE;
}
