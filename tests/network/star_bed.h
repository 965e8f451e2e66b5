/* A star of 7 workers and a server with a log of what happens to messages. */
#pragma once

#include "network/network.h"

#define N_WORKERS 7
#define SERVER N_WORKERS
#define BANDWIDTH 2.385e9
#define LINK_LATENCY 1711
#define PATH_LATENCY (2 * LINK_LATENCY)

typedef enum
{
  EVENT_LEFT = 'L',
  EVENT_ARRIVED = 'A',
  EVENT_LOST = 'X',
} EventKind;

typedef struct
{
  EventKind kind;
  guint64 tag;
  SimTime at;
} Happening;

typedef struct
{
  Simulator *sim;
  Topology *topology;
  NetworkSettings settings;
  Record *record;
  Network *network;
  guint client;
  GArray *log; /* Happening */
  HandlerId on_deed;
} Star;

/* What the test does at a moment of its own. */
typedef enum
{
  DEED_DOWN,
  DEED_UP,
  DEED_CANCEL,
  DEED_STALL,
  DEED_RESUME,
} Deed;

/** Call star_begin when the settings are right. */
Star *star_new (void);
void star_begin (Star *star);
void star_free (Star *star);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Star, star_free)

/** Of the path between two machines, as it is now. */
SimTime star_latency (const Star *star, NodeId from, NodeId to);
MessageId star_send (Star *star, NodeId from, NodeId to, guint32 purpose, guint64 bytes, guint64 tag);
/** Runs until @end, looking at the invariants at every event. */
void star_run (Star *star, SimTime end);
/** The log from @first on must begin with the @n that are expected. */
void star_expect (Star *star, guint first, guint n, const Happening *expected);

#define EXPECT(star, first, ...) \
  star_expect (star, first, G_N_ELEMENTS (((Happening[]){ __VA_ARGS__ })), (Happening[]){ __VA_ARGS__ })
