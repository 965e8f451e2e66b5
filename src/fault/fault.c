#include "fault/fault.h"

#include "base/error.h"

static gboolean
refuse (const char **knob, const char *which, GError **error, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  *knob = which;
  g_set_error_literal (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, message);
  return FALSE;
}

/* "3" or "8-15". */
static gboolean
parse_range (const char *text, guint *first, guint *last)
{
  g_auto (GStrv) parts = g_strsplit (text, "-", 2);
  guint64 from, to;
  if (!parts[0] || !g_ascii_string_to_unsigned (parts[0], 10, 0, 1000000, &from, NULL))
    return FALSE;
  to = from;
  if (parts[1] && !g_ascii_string_to_unsigned (parts[1], 10, from, 1000000, &to, NULL))
    return FALSE;
  *first = (guint)from;
  *last = (guint)to;
  return TRUE;
}

/* Workers that stand together. */
static guint
rack_size (const FaultPlace *place)
{
  const TopologyKind *topology = place->network->topology;
  return topology && topology->group ? MAX (topology->group (place->network->topology_knobs, place->workers), 1) : 1;
}

static gboolean
rack_of_workers (const FaultPlace *place, guint rack, FaultVictims *out, const char **knob, GError **error)
{
  guint size = rack_size (place);
  if (size < 2)
    return refuse (knob, "rack", error, "the workers of this network do not stand in racks");
  if ((guint64)rack * size >= place->workers)
    return refuse (knob, "rack", error, "there is no rack %u: %u workers stand in racks of %u, counted from 0", rack, place->workers,
                   size);
  *out = (FaultVictims){ rack * size, MIN (size, place->workers - rack * size), TRUE };
  return TRUE;
}

gboolean
fault_workers (const Fault *fault, const FaultPlace *place, FaultVictims *out, const char **knob, GError **error)
{
  const char *range = knob_word (fault->knobs, "workers");
  gboolean worker = knob_given (fault->knobs, "worker"), rack = knob_given (fault->knobs, "rack");
  guint first = 0, last = place->workers - 1;
  if (worker + rack + (range != NULL) > 1)
    return refuse (knob, range ? "workers" : "rack", error, "give one of worker, workers and rack");
  if (rack)
    return rack_of_workers (place, knob_integer (fault->knobs, "rack"), out, knob, error);
  if (worker)
    first = last = knob_integer (fault->knobs, "worker");
  else if (range && !parse_range (range, &first, &last))
    return refuse (knob, "workers", error, "expected a worker or a range of workers, such as \"3\" or \"8-15\", found \"%s\"", range);
  if (last >= place->workers)
    return refuse (knob, worker ? "worker" : "workers", error, "there is no worker %u: the cluster has %u, counted from 0", last,
                   place->workers);
  *out = (FaultVictims){ first, last - first + 1, worker || range };
  return TRUE;
}

gboolean
fault_accepts (const Fault *fault, const FaultPlace *place, const char **knob, GError **error)
{
  FaultVictims victims;
  gboolean at = knob_given (fault->knobs, "at"), every = knob_given (fault->knobs, "every");
  if (!fault->kind->victims (fault, place, &victims, knob, error))
    return FALSE;
  if (at == every)
    return refuse (knob, at ? "every" : "at", error, at ? "give either at or every" : "needs at, or every: when it strikes");
  if (at && !victims.together)
    return refuse (knob, "at", error, "needs whom it strikes: without that each has times of its own, which every draws");
  return TRUE;
}

double
fault_lasts (const Fault *fault)
{
  return fault->kind->lasts ? knob_number (fault->knobs, fault->kind->lasts) : NAN;
}

void
fault_settings_clear (FaultSettings *settings)
{
  for (guint i = 0; i < settings->n; i++)
    knobs_free (settings->faults[i].knobs);
  g_free (settings->faults);
  *settings = (FaultSettings){ 0 };
}
