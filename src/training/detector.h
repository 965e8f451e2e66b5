/* The failure detector: heartbeats of every worker, carried outside the data network, and what their silence is taken for.
 *
 * A worker beats once a period from when it came up; one that has been silent for the timeout is taken to be down, and taken in
 * again with its next beat. A slow worker beats as slowly as it works, so it may be suspected falsely. A crash of which the
 * replacement is there before anybody noticed is noticed by its first beat, which tells that it is another one.
 *
 * No event is spent on a beat: when the silence will have lasted long enough follows from when the worker came up.
 */
#pragma once

#include "sim/clock.h"
#include "training/protocol.h"

typedef struct _Detector Detector;

Detector *detector_new (Training *t);
void detector_free (Detector *detector);

/** The machine of @worker goes down now; it is up again. */
void detector_down (Detector *detector, guint worker);
void detector_up (Detector *detector, guint worker);
/** From now on its beats are @factor periods apart. */
void detector_pace (Detector *detector, guint worker, double factor);
/** Whether @worker is taken to be down. */
gboolean detector_suspects (const Detector *detector, guint worker);

/** Silence that is taken for a crash: the timeout, or under exponential intervals phi·ln 10 periods (Hayashibara et al., SRDS 2004). */
SimTime detector_patience (Training *t);
