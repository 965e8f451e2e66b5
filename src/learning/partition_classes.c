/* Rows by class: worker k holds rows of the per_client classes k·per_client, k·per_client + 1, … (modulo their number), so that
 * workers take classes in rotation and every class is held. The rows of a class go round its holders in file order: their shares
 * differ by at most one. A share of all rows, spill, is drawn beforehand and dealt out as iid does (McMahan et al., AISTATS 2017,
 * with one class a client or two is the hard case of federated learning). */
#include "base/error.h"
#include "base/random.h"
#include "learning/partition.h"

static const Knob classes_knobs[] = {
  { .name = "per_client",
    .type = KNOB_INTEGER,
    .value = 2,
    .min = 1,
    .max = 256,
    .help = "classes that a worker holds rows of; workers take them in rotation" },
  { .name = "spill", .type = KNOB_NUMBER, .value = 0, .min = 0, .max = 1, .help = "share of the rows that are dealt out at random instead" },
  { NULL },
};

enum
{
  ENTITY_DRAW = 1, /* which rows spill */
  ENTITY_DEAL,     /* who gets them */
};

static gboolean
classes_accepts (const Knobs *knobs, const PartitionRows *rows, const char **blame, GError **error)
{
  guint per_client = knob_integer (knobs, "per_client");
  guint64 held = (guint64)rows->n_workers * per_client;
  *blame = "per_client";
  if (per_client > rows->classes)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "must be at most %u, the number of classes, found %u", rows->classes,
                 per_client);
  else if (held < rows->classes)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
                 "%u workers with %u classes each hold %" G_GUINT64_FORMAT " of the %u classes: nobody would hold the others' rows",
                 rows->n_workers, per_client, held, rows->classes);
  else
    return TRUE;
  return FALSE;
}

/* Draws the rows that spill and deals them out. (transfer full) whether each row is one of them */
static gboolean *
spill (const PartitionRows *rows, double share, guint32 *owners)
{
  gboolean *spilt = g_new0 (gboolean, rows->n_rows);
  g_autofree guint32 *drawn = g_new (guint32, rows->n_rows);
  guint n = llrint (share * rows->n_rows);
  random_permutation (rows->seed, RANDOM_PARTITION, ENTITY_DRAW, drawn, rows->n_rows);
  for (guint i = 0; i < n; i++)
    spilt[drawn[i]] = TRUE;
  partition_deal (rows->seed, ENTITY_DEAL, drawn, n, rows->n_workers, owners);
  return spilt;
}

/* The classes that workers take are the numbers 0, 1, … modulo their number, per_client of them each: the holders of class c are
 * those of c, c + classes, c + 2·classes … below @held. The next one after that of @taken. */
static guint64
next_taken (guint64 taken, guint class, guint classes, guint64 held)
{
  return taken + classes < held ? taken + classes : class;
}

static void
classes_fill (const Knobs *knobs, const PartitionRows *rows, guint32 *owners)
{
  guint per_client = knob_integer (knobs, "per_client");
  guint64 held = (guint64)rows->n_workers * per_client;
  g_autofree gboolean *spilt = spill (rows, knob_number (knobs, "spill"), owners);
  g_autofree guint64 *taken = g_new (guint64, rows->classes);
  for (guint c = 0; c < rows->classes; c++)
    taken[c] = c;
  for (guint i = 0; i < rows->n_rows; i++)
    {
      guint class = rows->labels[i];
      if (spilt[i])
        continue;
      owners[i] = taken[class] / per_client;
      taken[class] = next_taken (taken[class], class, rows->classes, held);
    }
}

const PartitionKind partition_classes = {
  .name = "classes",
  .summary = "each worker holds rows of a few classes",
  .knobs = classes_knobs,
  .by_label = TRUE,
  .accepts = classes_accepts,
  .fill = classes_fill,
};
