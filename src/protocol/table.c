#include "protocol/table.h"

const Protocol *const protocol_table[] = {
  &protocol_bsp, &protocol_ssp, &protocol_asp, &protocol_serial, &protocol_backup, &protocol_bounded_delay, &protocol_dssp, &protocol_local_sgd, &protocol_gossip, &protocol_fedavg, NULL,
};

static const char *const planned[] = {
  "easgd",  "dc-asgd",  "d-psgd",  "ad-psgd",  "sgp",    "admm",
  "fedprox",       "fednova", "scaffold",  "fedopt", "fedasync", "fedbuff", "pipeline", "tensor", NULL,
};

WORDS_WITH_KNOBS (protocol, Protocol, protocol_table)
const WordTable protocol_words = { "protocol", "protocols", WORD_FUNCTIONS (protocol), planned };
