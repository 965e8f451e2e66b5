/* What expect.c reads and expect_judge.c judges. */
#pragma once

#include "scenario/condition.h"
#include "scenario/expect.h"

typedef enum
{
  REPEATS_ALL,
  REPEATS_MEAN,
  REPEATS_SOME, /* at least so many */
} RepeatRule;

/* Where a condition is judged: the configurations of its left and its right side. */
typedef struct
{
  guint left, right;
} ExpectPlace;

typedef struct
{
  char *text; /* the condition as written, on one line */
  gboolean fingerprint;
  Condition condition;                         /* unless it is a fingerprint */
  const cJSON *node;                           /* the element of "expect" */
  const cJSON *timeline, *weights, *blas_core; /* of a fingerprint; NULL: not stated */
  RepeatRule rule;
  guint at_least; /* of REPEATS_SOME */
  GArray *places; /* ExpectPlace */
} Expectation;

struct _Expect
{
  const Scenario *scenario;
  const char *pointer; /* of the list of conditions, static */
  const Sweep *sweep;  /* NULL: one run */
  double tolerance;    /* share of a right side that a comparison may be missed by */
  guint repeats, configurations;
  GPtrArray *expectations; /* Expectation, owned */
};

/** As expect_new, of the list at @pointer. */
Expect *expect_new_at (const Scenario *scenario, const Sweep *sweep, const char *pointer, Diagnostics *diagnostics);

/** The settings of @configuration, one an axis. */
const SweepSetting *expect_settings (const Expect *expect, guint configuration);
