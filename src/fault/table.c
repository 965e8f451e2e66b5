#include "fault/fault.h"

const FaultKind *const fault_table[] = { &fault_slow, NULL };

static const char *const planned[] = {
  "crash", "server-crash", "link-down", "link-slow", "partition", "loss", "corrupt", NULL,
};

WORDS_WITH_KNOBS (fault, FaultKind, fault_table)
const WordTable fault_words = { "kind of fault", "faults", WORD_FUNCTIONS (fault), planned };
