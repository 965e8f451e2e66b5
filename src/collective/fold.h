/* Algorithms for P = 2^k ranks, used with N ranks (Thakur et al. 2005, section 4.5): of the first 2(N − P) ranks the even ones
 * give their vectors to the next rank and are out until it sends them the result; the P others are numbered anew.
 */
#pragma once

#include "collective/plan.h"

/* A rank's part. */
typedef struct
{
  guint power;   /* P */
  guint rest;    /* N − P */
  gboolean out;  /* gives its vector away */
  guint partner; /* a rank: who takes it, or gives it; the rank itself where there is nobody */
  guint number;  /* among the P, unless out */
} Fold;

Fold fold_of (const Plan *plan, guint rank);
/** The rank of number @number among the P. */
guint fold_rank (const Fold *fold, guint number);
/** Steps of the rank when every number has @n_core of them. */
guint fold_n_steps (const Fold *fold, guint n_core);
/** Step @i. TRUE: it is of the folding, and in @out; FALSE: it is the core's step @core. */
gboolean fold_step (const Plan *plan, const Fold *fold, guint i, guint n_core, guint *core, Step *out);
/** ⌊lg N⌋. */
guint fold_log2 (guint n);
