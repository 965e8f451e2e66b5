/* What no single key can tell: whether the settings make sense together. All of it before anything runs. */
#pragma once

#include "scenario/reader.h"

/** Reports every contradiction. Where a key had a mistake already, what follows from it is not said again. */
void check_scenario (Reader *reader);

/* The parts. */
void check_training (Reader *reader);
void check_workload (Reader *reader);
/** Reads the shape of the data into the settings, where only the data tell it, and looks whether they can be read at all. */
void check_data (Reader *reader);
void check_cluster (Reader *reader);
/** Whether the job fits into its devices' memory, where that is given. */
void check_memory (Reader *reader);
void check_stop (Reader *reader);
/** Whether every fault strikes somebody that there is. */
void check_faults (Reader *reader);
/** Reads what changes links into the settings, and looks whether they are there. */
void check_links (Reader *reader);
/** Reads the trace of compute times into the settings, and looks whether it has all rows. */
void check_trace (Reader *reader);
