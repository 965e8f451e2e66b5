/* Servers: each holds one shard, a machine's part of one bucket, with clocks of its own; what workers pushed to it and has not
 * been applied, and who waits for its answer.
 */
#pragma once

#include "base/fifo.h"
#include "training/clocks.h"
#include "training/params.h"
#include "training/parcel.h"
#include "training/update.h"

/* What a shard knows of a worker; versions count modulo 2^32. */
typedef struct
{
  guint32 version;        /* of the parameters that were sent to it last */
  guint32 iteration : 31; /* that its last push was of */
  guint32 pulling : 1;    /* its pull waits here */
} Client;

/* A push that is gathered, and the version that it was computed from. */
typedef struct
{
  guint32 worker, parcel, version;
} Gathered;

/* The pushes of one round. */
typedef struct
{
  guint64 number;
  guint n;
  guint32 *parcels;  /* [n_workers]: each one's first; PARCEL_NONE where there is none */
  guint32 *versions; /* [n_workers] */
  GArray *more;      /* Gathered: the others of workers that sent several, as server_gathered_pushes has them; NULL: none */
} Gathering;

typedef struct
{
  Node node;
  guint bucket, machine;
  guint64 bytes; /* of its messages */
  Params params;
  Clocks *clocks;
  Client *clients;    /* [n_workers] */
  GArray *gatherings; /* Gathering: of the open rounds, in no order */
  Gathering spare;    /* one that was closed, for the next; without parcels: there is none */
  gboolean averaging; /* a round's average is being applied */
  Fifo held;          /* guint32: workers, in order of holding */
  guint32 *drawn;     /* [n_workers]; NULL: none ever were */
} Server;

/* What servers stand on: it applies one update at a time, whichever shard it is for. */
typedef struct
{
  Fifo applying;          /* the head is under way … */
  SimTime applying_since; /* … since then */
  guint64 bytes;          /* of its shards */
} Machine;

/* A round's update that not every shard has applied. */
typedef struct
{
  guint shards_left;
  Update update;
} OpenUpdate;

/* The exchange's own state. */
typedef struct
{
  Machine *machines;
  guint n_machines;
  gboolean dedicated;
  guint *first_server; /* [n_buckets]: the shards of a bucket are neighbours */
  Fifo open_updates;   /* OpenUpdate; the first is of round first_open */
  guint64 first_open;
  GArray *averaged;      /* Gathered: what server_gathered_pushes returned last */
  GArray *rows, *shares; /* const float *, float: of those; room that stays for the next average */
} ServerSide;

ServerSide *server_side (const Training *t);
void server_init (Training *t, Server *server, guint index, guint bucket, guint machine);
void server_clear (Training *t, Server *server);
/** What @server knows of a worker follows from its push, of its @iteration, which has wholly arrived. */
void server_note_push (Server *server, Parcel *push, guint32 iteration);
/** A push, of the sender's @iteration, has wholly arrived: it is told which version it was computed from. */
void server_take_push (Training *t, Server *server, Parcel *push, guint32 iteration);
/** The gathering of round @number, or NULL. */
Gathering *server_gathering (const Server *server, guint64 number);
void server_gathering_close (Server *server, Gathering *gathering);
/** The @n pushes of @gathering, in worker order, those of one worker in order of arrival. Borrowed until the next call. */
const Gathered *server_gathered_pushes (Training *t, const Gathering *gathering, guint *n);

/* apply.c */
/** The fate of one part of a push of worker @from is known. TRUE: that of all is, and the iteration counts as applied, or as dropped. */
gboolean push_settle (Training *t, guint from, PushRecord *push);
/** Registers the operation, and empties the queues of the machines. */
void apply_init (Training *t);
/** What waits to be applied, and what is being, is void. */
void apply_void (Training *t);
/** Records the updates that the end of the run cuts short. */
void apply_cut (Training *t);
