/* Exchanges: how gradients travel. One table: the parameter server and every all-reduce of collective/. */
#pragma once

#include "base/knob.h"
#include "collective/plan.h"
#include "network/settings.h"

typedef struct _Exchange
{
  const char *name; /* the word in training.exchange */
  const char *summary;
  const Knob *knobs;            /* parameter server: servers, placement */
  const Collective *collective; /* NULL: the parameter server */
  gboolean automatic;           /* stands for the all-reduce that exchange_choose takes; until then for this collective */
} Exchange;

/** NULL-terminated: parameter-server, the all-reduces in the order of all_reduce_table, auto. */
const Exchange *const *exchange_table (void);
const Exchange *exchange_find (const char *name);

/** An all-reduce of @n_elements of @wire_bytes among @n_ranks workers, shaped as their network is: two-level by its islands,
 * racks or sites, a torus by its sides. */
Plan exchange_plan (const Exchange *exchange, const NetworkSettings *network, guint n_ranks, gsize n_elements, guint wire_bytes);
