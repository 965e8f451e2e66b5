/* Exchanges: how gradients travel. One table: the parameter server and every all-reduce of collective/. */
#pragma once

#include "base/knob.h"
#include "collective/plan.h"

typedef struct _Exchange
{
  const char *name; /* the word in training.exchange */
  const char *summary;
  const Knob *knobs;            /* parameter server: servers, placement */
  const Collective *collective; /* NULL: the parameter server */
} Exchange;

/** NULL-terminated: parameter-server, then the all-reduces in the order of all_reduce_table. */
const Exchange *const *exchange_table (void);
const Exchange *exchange_find (const char *name);
