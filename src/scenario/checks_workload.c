#include "scenario/checks.h"

/* A description that can be trained and has data is trained. */
static void
settle_description (LearningSettings *learning)
{
  if (!learning->description || !learning->description->kind || !learning->data)
    return;
  learning->model = learning->description->kind;
  g_clear_pointer (&learning->model_knobs, knobs_free);
  learning->model_knobs = g_steal_pointer (&learning->description->knobs);
  g_clear_pointer (&learning->description, model_description_free);
  g_clear_pointer (&learning->description_word, g_free);
}

/* What the job is described by. */
typedef struct
{
  gboolean model, data, optimizer;    /* given, even if wrongly */
  gboolean gradient_bytes, step_time; /* … ; a trace is as good as a step time */
} Given;

static Given
what_is_given (const Reader *reader)
{
  return (Given){
    .model = reader_has (reader, "/workload/model"),
    .data = reader_has (reader, "/workload/data"),
    .optimizer = reader_has (reader, "/workload/optimizer"),
    .gradient_bytes = reader_has (reader, "/workload/gradient_bytes"),
    .step_time = reader_has (reader, "/workload/step_time") || reader_has (reader, "/cluster/slowdown/trace"),
  };
}

/* Real gradients unless the user says otherwise, or describes the job without what they need. */
static void
settle_gradients (Reader *reader, const Given *given)
{
  JobSettings *job = &reader->scenario->run.job;
  job->gradients_given = reader_has (reader, "/workload/gradients");
  if (reader->options->timing_only)
    {
      job->gradients_given = TRUE;
      job->gradients = GRADIENTS_MODELLED;
    }
  else if (!job->gradients_given)
    {
      gboolean trainable = given->model && !reader->scenario->run.learning.description && given->data && given->optimizer;
      gboolean described = given->gradient_bytes && given->step_time;
      gboolean nothing_learnt = !given->model && !given->data && !given->optimizer;
      gboolean timed = reader->scenario->run.learning.description || described || nothing_learnt;
      job->gradients = trainable || !timed ? GRADIENTS_REAL : GRADIENTS_MODELLED;
    }
}

static void
check_real (Reader *reader, const Given *given)
{
  const ModelDescription *description = reader->scenario->run.learning.description;
  if (description && !description->kind)
    {
      reader_mistake (reader, "/workload/gradients", "%s is only described: its gradients cannot be computed", description->name);
      return;
    }
  if (!given->model)
    reader_missing (reader, "/workload/model", "real gradients need it");
  if (!given->data)
    reader_missing (reader, "/workload/data", "real gradients need it (or \"gradients\": \"modelled\")");
  if (!given->optimizer)
    reader_missing (reader, "/workload/optimizer", "real gradients need it (or \"gradients\": \"modelled\")");
}

static void
check_modelled (Reader *reader, const Given *given)
{
  const TrainingSettings *training = &reader->scenario->run.training;
  gboolean alone = training->protocol && training->protocol->exchanges == RUNS_ALONE;
  if (given->model)
    {
      if (!given->data && !reader->scenario->run.learning.description && !(given->step_time && (given->gradient_bytes || alone)))
        reader_missing (reader, "/workload/data",
                        "the size of the model follows from it (or give \"gradient_bytes\" and \"step_time\")");
      return;
    }
  if (!given->gradient_bytes && !given->step_time)
    {
      reader_missing (reader, "/workload/model", "what is learnt (or give \"gradient_bytes\" and \"step_time\")");
      return;
    }
  if (!given->gradient_bytes && !alone)
    reader_missing (reader, "/workload/gradient_bytes", "without a model it says how much is sent");
  if (!given->step_time)
    reader_missing (reader, "/workload/step_time", "without a model it says how long an iteration takes");
}

/* Whether the model can be built for the data's shape. */
static void
check_fit (Reader *reader, const LearningSettings *learning)
{
  g_autoptr (GError) error = NULL;
  Dataset shape;
  if (!learning->model || !learning->data || !reader_sound (reader, "/workload"))
    return;
  learning_settings_shape (learning, &shape);
  if (learning->model->classifies != (shape.classes > 0))
    {
      reader_mistake (reader, "/workload/model", "%s needs %s, which %s does not have", learning->model->name,
                      learning->model->classifies ? "classes" : "targets", learning->data->name);
      return;
    }
  g_autoptr (Model) model = model_new (learning->model, learning->model_knobs, &shape, &error);
  if (!model)
    reader_mistake (reader, "/workload/model", "%s", error->message);
}

/* Whether the rows can be shared out, as far as can be told without reading labels. */
static void
check_partition (Reader *reader, const RunSettings *run)
{
  g_autoptr (GError) error = NULL;
  const LearningSettings *learning = &run->learning;
  const PartitionKind *kind = learning->partition;
  const char *blame;
  Dataset shape;
  if (!kind || !reader_sound (reader, "/workload") || !reader_sound (reader, "/cluster/workers"))
    return;
  if (!learning->data)
    {
      reader_mistake (reader, "/workload/partition", "there is no workload.data whose rows it could share out");
      return;
    }
  learning_settings_shape (learning, &shape);
  const PartitionRows rows = { run->seed, shape.n_train, run->cluster.workers, shape.classes, NULL };
  if (!partition_accepts (kind, learning->partition_knobs, &rows, &blame, &error))
    {
      g_autofree char *pointer = blame ? pointer_join ("/workload/partition", blame) : g_strdup ("/workload/partition");
      reader_mistake (reader, pointer, "%s", error->message);
    }
  else if (kind->by_label && run->job.gradients == GRADIENTS_MODELLED)
    reader_mistake (reader, "/workload/partition/kind",
                    "%s goes by the classes of rows, which are not read where only time is simulated", kind->name);
}

/* From one stream a round of all workers takes workers · batch rows. */
static void
check_round (Reader *reader, const LearningSettings *learning)
{
  guint workers = reader->scenario->run.cluster.workers;
  Dataset shape;
  if (learning->partition || !learning->data || !reader_sound (reader, "/workload") || !reader_sound (reader, "/cluster/workers"))
    return;
  learning_settings_shape (learning, &shape);
  guint64 round = (guint64)workers * learning->batch;
  if (round > shape.n_train)
    reader_mistake (reader, "/workload/batch", "a round of %u workers × batch %u takes %" G_GUINT64_FORMAT " rows, but %s has %u",
                    workers, learning->batch, round, learning->data->name, shape.n_train);
}

void
check_workload (Reader *reader)
{
  const RunSettings *run = &reader->scenario->run;
  if (!cJSON_IsObject (document_find (reader->document, "/workload")))
    return;
  Given given = what_is_given (reader);
  settle_description (&reader->scenario->run.learning);
  settle_gradients (reader, &given);
  check_data (reader);
  if (!reader_sound (reader, "/workload/gradients") || !reader_sound (reader, "/workload/model"))
    return;
  if (run->job.gradients == GRADIENTS_REAL)
    check_real (reader, &given);
  else
    check_modelled (reader, &given);
  check_fit (reader, &run->learning);
  check_round (reader, &run->learning);
  check_partition (reader, run);
}
