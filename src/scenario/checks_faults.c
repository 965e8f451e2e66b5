#include "scenario/checks.h"

#include "training/hosts.h"

static void
check_fault (Reader *reader, guint i, const FaultPlace *place)
{
  g_autoptr (GError) error = NULL;
  const RunSettings *run = &reader->scenario->run;
  const Fault *fault = &run->faults.faults[i];
  const char *knob = NULL;
  g_autofree char *object = g_strdup_printf ("/faults/%u", i);
  if (!reader_sound (reader, object))
    return;
  if (fault->kind == &fault_slow && run->cluster.slowdown.trace_path)
    reader_mistake (reader, object, "a trace replaces all compute times: slow has no effect beside it");
  if (fault->kind == &fault_crash && hosts_n_machines (run) > 0 && !hosts_dedicated (run))
    reader_mistake (reader, object, "the servers stand on the workers' machines: what becomes of theirs is not in this version");
  if (fault->kind == &fault_loss && run->cluster.network.eager && exchange_way (run) == &exchange_over_all_reduce)
    reader_mistake (reader, object, "eager sends of a collective may overtake one that was lost, which is not in this version");
  if (fault_accepts (fault, place, &knob, &error))
    return;
  g_autofree char *pointer = pointer_join (object, knob);
  reader_mistake (reader, pointer, "%s", error->message);
}

/* Whoever is up is silent for a period between two beats. */
static void
check_detection (Reader *reader)
{
  const DetectionSettings *detection = &reader->scenario->run.training.detection;
  gboolean phi = !isnan (detection->phi);
  if (phi ? detection->phi * G_LN10 < 1 : detection->timeout < detection->period)
    reader_mistake (reader, phi ? "/training/detection/phi" : "/training/detection/timeout",
                    "is less than one period: every worker would be suspected between any two of its beats");
}

void
check_faults (Reader *reader)
{
  const RunSettings *run = &reader->scenario->run;
  if (!reader_sound (reader, "/cluster") || !reader_sound (reader, "/training"))
    return;
  check_detection (reader);
  FaultPlace place = { run->cluster.workers, hosts_n_machines (run), &run->cluster.network };
  for (guint i = 0; i < run->faults.n; i++)
    check_fault (reader, i, &place);
}
