#include "training/evaluation.h"

#include "training/state.h"

#define TRAIN_ROWS 10000 /* of an evaluation on the way, where the scenario does not say */
#define PENDING_MAX 16   /* evaluations that are being computed beside the run */

/* A row whose evaluation may still be computed. */
typedef struct
{
  guint row;
  EvaluationTask *task;
} Pending;

struct _Evaluator
{
  GArray *rows;   /* EvaluationRow */
  GQueue pending; /* Pending, oldest first */
  gboolean has_target;
  double time_to_target;
  guint64 every_samples; /* 0: not by samples */
  guint64 next_samples;
  guint64 changes; /* of the parameters, when they were evaluated last */
  HandlerId tick;
};

static void evaluate (Training *t, Evaluator *evaluator, guint train_rows, double batch_loss);

static void
set_tick (Training *t, const Evaluator *evaluator)
{
  if (simulator_after (t->world->sim, t->settings->evaluate.every_time, evaluator->tick, 0, 0))
    t->stall.background++;
}

static void
on_tick (gpointer owner, guint64 unused_a, guint64 unused_b)
{
  Training *t = owner;
  t->stall.background--;
  evaluate (t, t->evaluator, t->settings->evaluate.train_rows, NAN);
  set_tick (t, t->evaluator);
}

static guint64
epoch_samples (const Training *t)
{
  return t->order ? order_epoch_rows (t->order) : 0;
}

static guint64
samples_between (Training *t, const EvaluateSettings *every)
{
  if (every->every_samples > 0)
    return every->every_samples;
  if (every->every_epochs > 0)
    return MAX (1, (guint64)ceil (every->every_epochs * epoch_samples (t)));
  gboolean unset = every->every_updates == 0 && every->every_time == 0;
  return unset ? epoch_samples (t) : 0;
}

Evaluator *
evaluator_new (Training *t)
{
  const StopSettings *stop = &t->settings->stop;
  Evaluator *evaluator = g_new0 (Evaluator, 1);
  evaluator->rows = g_array_new (FALSE, FALSE, sizeof (EvaluationRow));
  evaluator->time_to_target = NAN;
  evaluator->every_samples = evaluator->next_samples = samples_between (t, &t->settings->evaluate);
  for (guint i = 0; i < N_TARGETS; i++)
    evaluator->has_target = evaluator->has_target || !isnan (stop->target[i]);
  evaluator->tick = simulator_register (t->world->sim, "evaluate", PRIORITY_EVALUATE, on_tick, t);
  if (t->learner && t->settings->evaluate.every_time > 0)
    set_tick (t, evaluator);
  if (t->learner)
    evaluate (t, evaluator, t->settings->evaluate.train_rows, NAN);
  return evaluator;
}

static void
collect_oldest (Evaluator *evaluator)
{
  Pending *pending = g_queue_pop_head (&evaluator->pending);
  EvaluationRow *row = &g_array_index (evaluator->rows, EvaluationRow, pending->row);
  learner_evaluation_join (pending->task, &row->train_loss, &row->test_loss, &row->test_accuracy);
  g_free (pending);
}

static void
collect_all (Evaluator *evaluator)
{
  while (evaluator->pending.length > 0)
    collect_oldest (evaluator);
}

void
evaluator_free (Evaluator *evaluator)
{
  if (!evaluator)
    return;
  collect_all (evaluator);
  g_clear_pointer (&evaluator->rows, g_array_unref);
  g_free (evaluator);
}

static EvaluationTask *
evaluation_start (Training *t, guint train_rows)
{
  guint n;
  Vector **shards = t->way->parameters (t, &n);
  EvaluationTask *task = learner_evaluation_start (t->learner, shards, n, train_rows);
  vectors_free (shards, n);
  return task;
}

void
evaluator_fingerprint (Training *t, char out[17])
{
  guint n;
  Hash hash = HASH_START;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Vector **shards = t->way->parameters (t, &n);
  for (guint i = 0; i < n; i++)
    g_byte_array_append (bytes, (const guint8 *)vector_data (shards[i]), vector_length (shards[i]) * sizeof (float));
  vectors_free (shards, n);
  hash_bytes (&hash, bytes->data, bytes->len);
  hash_hex (&hash, out);
}

static gboolean
meets_target (const StopSettings *stop, const EvaluationRow *row)
{
  return row->test_accuracy >= stop->target[TARGET_TEST_ACCURACY] || row->test_loss <= stop->target[TARGET_TEST_LOSS]
         || row->train_loss <= stop->target[TARGET_TRAIN_LOSS];
}

/* With a target the run must know at once; otherwise the evaluation is computed beside it. */
static void
evaluate (Training *t, Evaluator *evaluator, guint train_rows, double batch_loss)
{
  Pending *pending = g_new (Pending, 1);
  EvaluationRow row = { training_now (t),
                        t->updates.updates,
                        t->updates.samples,
                        t->world->network ? network_totals (t->world->network)->bytes_sent : 0,
                        batch_loss,
                        NAN,
                        NAN,
                        NAN };
  evaluator->changes = t->updates.changes;
  *pending = (Pending){ evaluator->rows->len, evaluation_start (t, train_rows > 0 ? train_rows : TRAIN_ROWS) };
  g_array_append_val (evaluator->rows, row);
  g_queue_push_tail (&evaluator->pending, pending);
  if (evaluator->pending.length > PENDING_MAX)
    collect_oldest (evaluator);
  if (!evaluator->has_target)
    return;
  collect_all (evaluator);
  const EvaluationRow *last = &g_array_index (evaluator->rows, EvaluationRow, evaluator->rows->len - 1);
  if (!meets_target (&t->settings->stop, last))
    return;
  if (isnan (evaluator->time_to_target))
    evaluator->time_to_target = sim_time_to_s (last->time);
  training_stop (t, "target");
}

static gboolean
is_due (Training *t, Evaluator *evaluator)
{
  guint64 every = t->settings->evaluate.every_updates;
  if (every > 0)
    return t->updates.updates % every == 0;
  if (evaluator->every_samples == 0 || t->updates.samples < evaluator->next_samples)
    return FALSE;
  evaluator->next_samples = (t->updates.samples / evaluator->every_samples + 1) * evaluator->every_samples;
  return TRUE;
}

void
evaluator_update (Training *t, Evaluator *evaluator, double batch_loss)
{
  if (t->learner && is_due (t, evaluator))
    evaluate (t, evaluator, t->settings->evaluate.train_rows, batch_loss);
}

void
evaluator_finish (Training *t, Evaluator *evaluator)
{
  if (!t->learner)
    return;
  guint last = evaluator->rows->len - 1;
  collect_all (evaluator);
  EvaluationRow *row = &g_array_index (evaluator->rows, EvaluationRow, last);
  if (row->updates == t->updates.updates && evaluator->changes == t->updates.changes)
    {
      /* These parameters have been evaluated; what is missing is the loss over all training rows. */
      double test_loss, test_accuracy;
      learner_evaluation_join (evaluation_start (t, learner_train_rows (t->learner)), &row->train_loss, &test_loss,
                               &test_accuracy);
      return;
    }
  evaluate (t, evaluator, learner_train_rows (t->learner), NAN);
  collect_all (evaluator);
}

GArray *
evaluator_rows (Evaluator *evaluator, double *time_to_target)
{
  *time_to_target = evaluator->time_to_target;
  return g_array_ref (evaluator->rows);
}
