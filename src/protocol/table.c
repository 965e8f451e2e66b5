#include "protocol/table.h"

const Protocol *const protocol_table[] = {
  &protocol_bsp, &protocol_ssp, &protocol_asp, &protocol_serial, NULL,
};

const char *const protocol_planned[] = {
  "dssp",   "bounded-delay", "backup",  "local-sgd", "easgd",  "dc-asgd",  "d-psgd",  "ad-psgd",  "sgp",    "gossip", "admm",
  "fedavg", "fedprox",       "fednova", "scaffold",  "fedopt", "fedasync", "fedbuff", "pipeline", "tensor", NULL,
};

const Protocol *
protocol_find (const char *name)
{
  for (guint i = 0; protocol_table[i]; i++)
    if (g_str_equal (protocol_table[i]->name, name))
      return protocol_table[i];
  return NULL;
}
