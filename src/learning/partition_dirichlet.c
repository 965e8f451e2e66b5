/* Rows of every class in proportions of their own, p ~ Dir(α·1) over the workers, drawn for each class: the smaller α is the fewer
 * workers share a class; a large α comes to iid (Hsu et al., 2019; Li et al., ICDE 2022). Proportions become rows by rounding their
 * running sums; which rows of the class they are is drawn too. */
#include "base/gamma_quantile.h"
#include "base/random.h"
#include "learning/partition.h"

/* Below the least α a class often goes to one worker altogether, and a gamma variate to less than a double can hold. */
static const Knob dirichlet_knobs[] = {
  { .name = "alpha",
    .type = KNOB_NUMBER,
    .value = 0.5,
    .min = 0.01,
    .max = 1e6,
    .help = "concentration: small is one-sided, large is even" },
  { NULL },
};

enum
{
  ENTITY_SHARES,      /* and the class */
  ENTITY_ROWS = 256, /* and the class */
};

/* Dir(α·1) is gamma variates of shape α over their sum. The least double keeps that above 0. */
static double
draw_shares (const PartitionRows *rows, guint class, double alpha, double *shares)
{
  double total = 0;
  for (guint k = 0; k < rows->n_workers; k++)
    {
      double u = random_uniform (rows->seed, RANDOM_PARTITION, ENTITY_SHARES + class, k);
      total += shares[k] = gamma_quantile (alpha, u) + G_MINDOUBLE;
    }
  return total;
}

static void
dirichlet_fill (const Knobs *knobs, const PartitionRows *rows, guint32 *owners)
{
  g_autofree guint *first = g_new (guint, rows->classes + 1);
  g_autofree guint32 *sorted = partition_by_class (rows, first);
  g_autofree double *shares = g_new (double, rows->n_workers);
  for (guint class = 0; class < rows->classes; class++)
    {
      double total = draw_shares (rows, class, knob_number (knobs, "alpha"), shares);
      partition_deal_shares (rows, ENTITY_ROWS + class, sorted + first[class], first[class + 1] - first[class], shares, total, owners);
    }
  partition_feed (rows, owners);
}

const PartitionKind partition_dirichlet = {
  .name = "dirichlet",
  .summary = "of each class proportions drawn from a Dirichlet distribution",
  .knobs = dirichlet_knobs,
  .by_label = TRUE,
  .fill = dirichlet_fill,
};
