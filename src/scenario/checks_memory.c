#include "base/units.h"
#include "cluster/cluster.h"
#include "scenario/checks.h"
#include "training/job.h"
#include "training/memory.h"

/* Whether @a and @b have the same room and fill it in the same way. */
static gboolean
alike (const Device *a, const Device *b)
{
  return device_memory (a) == device_memory (b) && (a->precision == PRECISION_FP32) == (b->precision == PRECISION_FP32);
}

/* FALSE when it has reported that the job does not fit: one of many points is told as a result, a single run as a mistake. */
static gboolean
check_worker (Reader *reader, const ModelDescription *model, guint worker)
{
  const RunSettings *run = &reader->scenario->run;
  const Device *device = cluster_device (&run->cluster, worker);
  double room = device_memory (device);
  MemoryUse use;
  if (!memory_use (run, model, worker, &use) || memory_total (&use) <= room)
    return TRUE;
  g_autofree char *parts = memory_words (&use), *has = unit_format_short (room, DIMENSION_BYTES);
  g_autofree char *needs = unit_format_short (memory_total (&use), DIMENSION_BYTES);
  if (reader->strays)
    {
      reader->scenario->unfit = g_strdup_printf (UNFIT "%s of %s", needs, has);
      return FALSE;
    }
  gboolean given = reader_has (reader, "/cluster/device/memory") && device == &run->cluster.device;
  reader_mistake (reader, given ? "/cluster/device/memory" : "/cluster/device",
                  "the job does not fit into worker %u's memory of %s: it needs %s (%s; batch %u)", worker, has, needs, parts,
                  run->learning.batch);
  return FALSE;
}

void
check_memory (Reader *reader)
{
  const RunSettings *run = &reader->scenario->run;
  if (!reader_sound (reader, "/workload") || !reader_sound (reader, "/cluster"))
    return;
  g_autoptr (ModelDescription) made = run->learning.description ? NULL : job_describe (run);
  const ModelDescription *model = run->learning.description ? run->learning.description : made;
  const Device *before = NULL;
  for (guint k = 0; k < run->cluster.workers; k++)
    {
      const Device *device = cluster_device (&run->cluster, k);
      if (isnan (device_memory (device)) || (before && alike (before, device)))
        continue;
      before = device;
      if (!check_worker (reader, model, k))
        return;
    }
}
