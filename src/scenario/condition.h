/* The conditions in "expect", as text: a comparison of a metric with a number, or of two metrics.
 *
 *   condition:  operand comparison operand
 *   comparison: < <= > >= == !=
 *   operand:    number [unit]  |  [number "*"] metric ["[" label "]"]
 *   label:      term { "," term },  term: [axis "="] value
 */
#pragma once

#include "training/outcome.h"

typedef enum
{
  COMPARE_LESS,
  COMPARE_LESS_EQUAL,
  COMPARE_GREATER,
  COMPARE_GREATER_EQUAL,
  COMPARE_EQUAL,
  COMPARE_NOT_EQUAL,
} Comparison;

typedef struct
{
  MetricId metric;    /* N_METRICS: a number */
  double number;      /* the number, in the base unit of the other side's metric; or the factor on the metric */
  char *text;         /* as written: "40 s", "1.5 * speedup[8]" */
  char *label;        /* what stands in brackets, NULL: nothing */
  gsize at, label_at; /* bytes from the condition's beginning */
} Operand;

typedef struct
{
  Operand left, right;
  Comparison comparison;
} Condition;

/* What is wrong, and which bytes of the condition. */
typedef struct
{
  gsize at, length;
  char *message;
} ConditionMistake;

/** FALSE with @mistake, whose message is to be freed. What was read goes to @out, to be cleared with condition_clear in any case.
 */
gboolean condition_parse (const char *text, Condition *out, ConditionMistake *mistake);
void condition_clear (Condition *condition);

/** "<=" */
const char *comparison_sign (Comparison comparison);
/** FALSE whenever either is NaN. */
gboolean comparison_holds (Comparison comparison, double left, double right);
