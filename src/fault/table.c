#include "fault/fault.h"

const FaultKind *const fault_table[] = {
  &fault_crash, &fault_slow, &fault_link_down, &fault_link_slow, &fault_partition, &fault_loss, &fault_corrupt, NULL,
};

static const char *const planned[] = {
  "server-crash", NULL,
};

WORDS_WITH_KNOBS (fault, FaultKind, fault_table)
const WordTable fault_words = { "kind of fault", "faults", WORD_FUNCTIONS (fault), planned };
