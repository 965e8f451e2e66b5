/* A ring's steps, all at once.
 *
 * Place r of n sends in step i chunk r − i − shift (mod n) to place r + 1 and receives the one before from place r − 1; both ends
 * of a message must be ready, and a place is ready for the next step when its message has left and its neighbour's is over. All
 * messages of large chunks cost the same, and all of small ones.
 *
 * Counted by the chunk that a place sends, what a step does to the times is the same in every step. So where neighbouring times
 * have grown by one amount, they grow by it in every further step, until a neighbour that grows otherwise reaches them: such
 * stretches rest, and cost nothing. What is left to do follows the fronts that run round the ring behind those who come late and
 * behind the large chunks: about n·log n in all where entry times are random, instead of n².
 */
#pragma once

#include "collective/timetable.h"

typedef struct
{
  guint n, n_steps; /* n >= 2 places */
  guint shift;
  gsize n_large;                        /* the first so many chunks are large */
  SimTime start;                        /* from when both ends are ready until the message starts, */
  SimTime left[2], arrived[2], over[2]; /* … has left, has arrived, is over at the receiver; of a small chunk, a large one */
} RingShape;

/** @ready, @covered: by place, when it is ready and until when its messages travel; what they are after the last step comes back.
 * Adds to @gaps when no message of a place travels, with the place for the rank. */
void ring_times (const RingShape *shape, SimTime *ready, SimTime *covered, GArray *gaps);
/** The same, step by step. */
void ring_times_naive (const RingShape *shape, SimTime *ready, SimTime *covered, GArray *gaps);
