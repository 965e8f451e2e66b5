/* Every protocol there is. A new one is its file, a line in table.c, a line in local.mk, its test and its page. */
#pragma once

#include "training/protocol.h"

extern const Protocol protocol_serial, protocol_bsp, protocol_asp, protocol_ssp;
extern const Protocol protocol_backup;
extern const Protocol protocol_bounded_delay;
extern const Protocol protocol_dssp;
extern const Protocol protocol_local_sgd;
extern const Protocol protocol_gossip;
extern const Protocol protocol_fedavg;

/** NULL-terminated, in the order in which they are listed to people. */
extern const Protocol *const protocol_table[];
/** With the words of the vocabulary that this version does not have. */
extern const WordTable protocol_words;
