/* What there is to choose from: words with their summaries, devices and models with their figures, metrics, keys. */
#include "base/distribution.h"
#include "base/error.h"
#include "base/units.h"
#include "cluster/device.h"
#include "fault/fault.h"
#include "learning/aggregation.h"
#include "learning/blas_core.h"
#include "learning/dataset.h"
#include "learning/init.h"
#include "learning/optimizer.h"
#include "learning/partition.h"
#include "network/sharing.h"
#include "network/topology.h"
#include "protocol/metrics.h"
#include "protocol/table.h"
#include "scenario/document.h"
#include "scenario/members.h"
#include "scenario/model_file.h"
#include "scenario/reference.h"
#include "scenario/words.h"
#include "training/outcome.h"
#include "training/recovery.h"

#define NAME_WIDTH 24

static void
append_entry (GString *out, const char *name, const char *text)
{
  g_string_append_printf (out, "%-*s %s\n", NAME_WIDTH, name, text);
}

static void
append_words (GString *out, const WordTable *words)
{
  for (guint i = 0; words->at (i); i++)
    append_entry (out, words->name (words->at (i)), words->summary (words->at (i)));
}

static char *
peak_text (double peak)
{
  return isnan (peak) ? g_strdup ("none") : unit_format_short (peak, DIMENSION_FLOPS_RATE);
}

static void
append_share (GString *out, double share)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append (out, isnan (share) ? "none" : g_ascii_formatd (digits, sizeof digits, "%.3g", share));
}

/* Of one precision, "312 TFLOP/s in 16 bits, 0.195 of it in convolutions, 0.5 in products". */
static void
append_speed (GString *out, const char *precision, double peak, double convolution, double product)
{
  g_autofree char *speed = peak_text (peak);
  g_string_append_printf (out, "  %s %s", precision, speed);
  if (!isnan (peak))
    {
      g_string_append (out, " at peak, of which convolutions reach ");
      append_share (out, convolution);
      g_string_append (out, ", products ");
      append_share (out, product);
    }
  g_string_append_c (out, '\n');
}

static void
append_devices (GString *out, const WordTable *words)
{
  for (guint i = 0; words->at (i); i++)
    {
      const DevicePreset *device = words->at (i);
      const Efficiency *product = &device->efficiency[ARITHMETIC_PRODUCT];
      const Efficiency *convolution = &device->efficiency[ARITHMETIC_CONVOLUTION];
      g_autofree char *memory = unit_format_short (device->memory, DIMENSION_BYTES);
      g_autofree char *bandwidth = unit_format_short (device->bandwidth, DIMENSION_BYTES);
      g_autofree char *link = unit_format_short (device->link, DIMENSION_BYTES);
      append_entry (out, device->name, device->summary);
      append_speed (out, "fp32   ", device->fp32, convolution->fp32, product->fp32);
      append_speed (out, "16 bits", device->fp16, convolution->fp16, product->fp16);
      g_string_append_printf (out, "  memory  %s at %s/s; links to other devices %s/s\n", memory, bandwidth, link);
    }
}

static void
append_model (GString *out, const char *name, const ModelDescription *model)
{
  g_autofree char *flops = unit_format_short (model_description_forward_flops (model), DIMENSION_FLOPS);
  g_autofree char *text = g_strdup_printf ("%s; %" G_GUINT64_FORMAT " parameters, forward %s a sample", model->summary,
                                           model_description_parameters (model), flops);
  append_entry (out, name, text);
}

/* The models that lockstep trains, then those that are described in files, those aside whose name is a word already. */
static void
append_models (GString *out, const WordTable *words)
{
  g_auto (GStrv) names = model_file_names ();
  append_words (out, words);
  for (guint i = 0; names[i]; i++)
    {
      g_autoptr (Diagnostics) unsaid = diagnostics_new ();
      g_autofree char *path = model_file_find (names[i], NULL);
      g_autoptr (ModelDescription) model = model_file_read (path, unsaid);
      if (model && !word_find (words, names[i]))
        append_model (out, names[i], model);
    }
}

/* Those that a run of this version can have. */
static void
append_metrics (GString *out, const WordTable *unused)
{
  for (guint i = 0; i < metrics_count (); i++)
    if (!metric_at (i)->planned)
      append_entry (out, metric_at (i)->name, metric_at (i)->help);
}

static void
append_cores (GString *out, const WordTable *unused)
{
  const char *lacks, *name;
  for (guint i = 0; (name = blas_core_at (i, &lacks)); i++)
    {
      g_autofree char *text = lacks ? g_strdup_printf ("needs %s, which this processor does not have", lacks) : NULL;
      append_entry (out, name, text ? text : "runs here");
    }
}

/* The pointers of what may stand in @object, which is at @path, and below; each once, those in @seen not again. */
static void
append_members (GString *out, const Member *object, const char *path, GHashTable *seen)
{
  g_autoptr (GArray) members = members_of (object);
  for (guint i = 0; i < members->len; i++)
    {
      const Member *member = &g_array_index (members, Member, i);
      g_autofree char *pointer = pointer_join (path, member_name (member));
      g_autofree char *inside = member->knob->type == KNOB_OBJECTS ? g_strconcat (pointer, "/*", NULL) : g_strdup (pointer);
      if (member->key && member->key->planned)
        continue;
      if (g_hash_table_add (seen, g_strdup (pointer)))
        append_entry (out, pointer, member->knob->help);
      if (member_is_object (member))
        append_members (out, member, inside, seen);
    }
}

static void
append_keys (GString *out, const WordTable *unused)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  append_members (out, NULL, "", seen);
}

typedef struct
{
  const char *name;       /* NULL: the plural of @words */
  const WordTable *words; /* NULL: what is listed is no word */
  void (*append) (GString *out, const WordTable *words);
} Listing;

static const Listing listings[] = {
  { NULL, &protocol_words, append_words },    { NULL, &exchange_words, append_words },
  { NULL, &topology_words, append_words },    { NULL, &model_words, append_models },
  { NULL, &data_source_words, append_words }, { NULL, &distribution_words, append_words },
  { NULL, &device_words, append_devices },    { NULL, &optimizer_words, append_words },
  { NULL, &sharing_words, append_words },     { NULL, &init_words, append_words },
  { NULL, &partition_words, append_words },   { NULL, &aggregation_words, append_words },
  { NULL, &fault_words, append_words },       { NULL, &recovery_words, append_words },
  { "metrics", NULL, append_metrics },        { "keys", NULL, append_keys },
  { "blas-cores", NULL, append_cores },
};

const char **
list_names (void)
{
  const char **names = g_new0 (const char *, G_N_ELEMENTS (listings) + 1);
  for (guint i = 0; i < G_N_ELEMENTS (listings); i++)
    names[i] = listings[i].name ? listings[i].name : listings[i].words->plural;
  return names;
}

char *
list_text (const char *what, GError **error)
{
  g_autofree const char **names = list_names ();
  for (guint i = 0; i < G_N_ELEMENTS (listings); i++)
    if (strcmp (names[i], what) == 0)
      {
        GString *out = g_string_new (NULL);
        listings[i].append (out, listings[i].words);
        return g_string_free (out, FALSE);
      }
  g_autofree char *all = g_strjoinv (", ", (char **)names);
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "there is no list of %s; there are %s", what, all);
  return NULL;
}
