/* A table of numbers in a text file (csv_table.h): one column is what is to be learnt, the others are the features. */
#include "base/error.h"
#include "learning/csv_table.h"
#include "learning/dataset.h"

static const char *const csv_targets[] = { "class", "number", NULL };

static const Knob csv_knobs[] = {
  { .name = "path",
    .type = KNOB_PATH,
    .required = TRUE,
    .help = "file of numbers, a row a line, commas between them; features are learnt from as they stand, not scaled" },
  { .name = "test_path", .type = KNOB_PATH, .help = "file of the test rows; without it they are the last rows of path" },
  { .name = "label",
    .type = KNOB_STRING,
    .help = "column to learn: its name in the first line or its number from 1; the last unless given" },
  { .name = "target",
    .type = KNOB_WORD,
    .word = "class",
    .words = csv_targets,
    .help = "what it holds: classes from 0, or numbers (regression)" },
  { .name = "train",
    .type = KNOB_INTEGER,
    .value = NAN,
    .min = 1,
    .max = G_MAXINT32,
    .help = "training rows to keep; all unless given" },
  { .name = "test",
    .type = KNOB_INTEGER,
    .value = NAN,
    .min = 1,
    .max = G_MAXINT32,
    .help = "test rows; without test_path a fifth of the rows unless given" },
  { 0 },
};

/* A part of the rows on its way into the data set. */
typedef struct
{
  const CsvTable *table;
  guint first, n, label;
  float *x, *t;
  guint8 *y;
} Part;

static gboolean
set_class (const Part *part, guint i, float value, guint *classes, GError **error)
{
  if (value >= 0 && value <= 255 && value == floorf (value))
    {
      part->y[i] = value;
      *classes = MAX (*classes, part->y[i] + 1u);
      return TRUE;
    }
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
               "%s:%u: column %u: a class must be a whole number from 0 to 255 (\"target\": \"number\" learns numbers)",
               part->table->path, csv_table_line (part->table, part->first + i), part->label + 1);
  return FALSE;
}

static gboolean
fill_part (const Part *part, guint *classes, GError **error)
{
  float *x = part->x;
  for (guint i = 0; i < part->n; i++)
    {
      for (guint column = 0; column < part->table->n_columns; column++)
        if (column != part->label)
          *x++ = csv_table_value (part->table, part->first + i, column);
      float value = csv_table_value (part->table, part->first + i, part->label);
      if (part->t)
        part->t[i] = value;
      else if (!set_class (part, i, value, classes, error))
        return FALSE;
    }
  return TRUE;
}

/* How many rows of each; @test is @train where one file holds both. */
static gboolean
count_rows (const Knobs *knobs, const CsvTable *train, const CsvTable *test, Dataset *out, GError **error)
{
  gboolean one_file = train == test;
  guint wanted_test = one_file ? train->n_rows / 5 : test->n_rows;
  out->n_test = knob_given (knobs, "test") ? knob_integer (knobs, "test") : wanted_test;
  guint left = one_file ? train->n_rows - MIN (out->n_test, train->n_rows) : train->n_rows;
  out->n_train = knob_given (knobs, "train") ? knob_integer (knobs, "train") : left;
  if (out->n_train >= 1 && out->n_train <= left && out->n_test >= 1 && out->n_test <= test->n_rows)
    return TRUE;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: %u rows are too few for %u to train and %u to test", train->path,
               train->n_rows, out->n_train, out->n_test);
  return FALSE;
}

/* Where more rows are asked for than there are, or, unasked, the file has too few. */
static const char *
blamed_count (const Knobs *knobs)
{
  return knob_given (knobs, "train") ? "train" : knob_given (knobs, "test") ? "test" : "path";
}

static gboolean
fill_dataset (const Knobs *knobs, const DataPlace *place, const CsvTable *train, const CsvTable *test, Dataset *out,
              GError **error)
{
  data_blame (place, "label");
  int label = csv_table_column (train, knob_word (knobs, "label"), error);
  if (label < 0)
    return FALSE;
  data_blame (place, blamed_count (knobs));
  if (!count_rows (knobs, train, test, out, error))
    return FALSE;
  data_blame (place, train == test ? "path" : "test_path");
  if (test->n_columns != train->n_columns || train->n_columns < 2)
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: %u columns; at least two are needed, as many as in %s",
                   test->path, test->n_columns, train->path);
      return FALSE;
    }
  gboolean classifies = strcmp (knob_word (knobs, "target"), "class") == 0;
  out->features = train->n_columns - 1;
  out->classes = classifies ? 2 : 0;
  if (!dataset_allocate (out, error))
    return FALSE;
  Part parts[] = {
    { train, 0, out->n_train, label, out->train_x, out->train_t, out->train_y },
    { test, train == test ? test->n_rows - out->n_test : 0, out->n_test, label, out->test_x, out->test_t, out->test_y },
  };
  data_blame (place, "path");
  if (!fill_part (&parts[0], &out->classes, error))
    return FALSE;
  data_blame (place, train == test ? "path" : "test_path");
  return fill_part (&parts[1], &out->classes, error);
}

static CsvTable *
read_table (const Knobs *knobs, const char *knob, const DataPlace *place, GError **error)
{
  g_autofree char *path = g_canonicalize_filename (knob_word (knobs, knob), place->base_dir);
  data_blame (place, knob);
  return csv_table_read (path, error);
}

static gboolean
csv_load (const Knobs *knobs, const DataPlace *place, Dataset *out, GError **error)
{
  g_autoptr (CsvTable) train = read_table (knobs, "path", place, error);
  if (train == NULL)
    return FALSE;
  if (!knob_given (knobs, "test_path"))
    return fill_dataset (knobs, place, train, train, out, error);
  g_autoptr (CsvTable) test = read_table (knobs, "test_path", place, error);
  return test && fill_dataset (knobs, place, train, test, out, error);
}

const DataSource source_csv = {
  .name = "csv",
  .summary = "a table of numbers in a text file, one column of it to be learnt",
  .knobs = csv_knobs,
  .load = csv_load,
};
