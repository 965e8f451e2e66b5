/* Collectives are plans: pure functions of (ranks, elements, shape), with no clock in them.
 *
 * Per rank a plan is one or more lanes of steps. A step's operations are posted together; the step is over when all of them are,
 * and what it received is in the vector then, applied in the order of its operations; so a step may send the very elements that
 * it receives into. The k-th send from rank a to rank b in lane L meets the k-th receive from a on b in lane L. Lanes go on side
 * by side; a step that depends on another lane says so. Steps are produced lazily, from O(1) memory a rank: no plan ever holds N²
 * steps. An element is 4 bytes; chunks are whole elements whose counts differ by at most one (the first n mod c are the larger).
 *
 * Invariant, tested without a clock: every element is reduced exactly once on every rank, for any N and any number of elements.
 */
#pragma once

#include <glib.h>

#include "base/knob.h"
#include "record/phase.h"

typedef struct _Plan Plan;
typedef struct _Collective Collective;

typedef enum
{
  STEP_SEND,    /* elements [first, first+count) to peer; to the rank itself it is a copy, not a message */
  STEP_RECEIVE, /* … from peer, replacing what is there */
  STEP_REDUCE,  /* … from peer, reduced into what is there */
} StepKind;

typedef struct
{
  StepKind kind;
  guint peer;         /* a rank */
  gsize first, count; /* elements; a count of 0 is a message of no bytes that is never sent: the executor skips both ends */
} StepOp;

#define STEP_OPS_MAX 4
#define PLAN_LANES_MAX 8
#define ELEMENT_BYTES 4

typedef struct
{
  guint n_ops;
  /* Posted once @after steps of the same rank's lane @after_lane are over; 0: at once. */
  guint after_lane, after;
  guint8 phase, level; /* Phase; for the record (phase.h) */
  StepOp ops[STEP_OPS_MAX];
} Step;

typedef enum
{
  OPERATOR_SUM,
  OPERATOR_AVERAGE, /* a sum, divided by the number of ranks where the plan ends */
  OPERATOR_MIN,
  OPERATOR_MAX,
  OPERATOR_PRODUCT,
} Operator;

/* What the collective leaves where. */
typedef enum
{
  RESULT_ALL_REDUCE,     /* everybody has the reduction */
  RESULT_REDUCE,         /* the root has it */
  RESULT_BROADCAST,      /* everybody has the root's vector */
  RESULT_SCATTER,        /* rank r has chunk r of the root's vector */
  RESULT_GATHER,         /* the root has chunk r of rank r */
  RESULT_ALL_GATHER,     /* everybody has chunk r of rank r */
  RESULT_REDUCE_SCATTER, /* rank r has chunk r of the reduction */
  RESULT_ALL_TO_ALL,     /* rank r's chunk s, of its send half, is slot r of rank s's receive half; see plan_slot_range */
} CollectiveResult;

struct _Plan
{
  const Collective *collective;
  guint n_ranks;
  gsize n_elements; /* of the vector on every rank; for all-to-all of the send half, the receive half follows it */
  guint n_chunks;   /* pipelining; 0: the collective's own choice */
  guint root;
  guint group;      /* ranks per node, for two-level; otherwise 1 */
  guint dims[3];    /* for torus; otherwise 0 */
  guint wire_bytes; /* bytes of an element on the wire; 0: ELEMENT_BYTES. Closed forms reckon with ELEMENT_BYTES. */
};

struct _Collective
{
  const char *name; /* the word in training.exchange: "ring" */
  const char *summary;
  const char *paper;
  CollectiveResult result;
  /* Whether the shape makes sense (a torus whose sides do not multiply to N); NULL: any. */
  gboolean (*accepts) (const Plan *, GError **);
  guint (*n_lanes) (const Plan *); /* NULL: 1 */
  guint (*n_steps) (const Plan *, guint rank, guint lane);
  void (*step) (const Plan *, guint rank, guint lane, guint i, Step *out); /* @out comes without operations */
  /* The sides of the grid whose steps these are (grid_step in ring_side.h); NULL: they are of another kind. */
  void (*sides) (const Plan *, guint sides[3]);
  /* Uncontended star, waited, everybody ready at 0: exact where the algorithm's file says so, otherwise the most it takes; NULL:
   * there is none. */
  double (*closed_form_s) (const Plan *, double alpha_s, double beta_s_per_byte);
};

/* All-reduces. */
extern const Collective collective_ring;
extern const Collective collective_tree;
extern const Collective collective_double_tree;
extern const Collective collective_recursive_doubling;
extern const Collective collective_halving_doubling;
extern const Collective collective_two_level;
extern const Collective collective_torus;
/* The others; broadcast, chain and scatter-all-gather leave the same. */
extern const Collective collective_broadcast;
extern const Collective collective_chain;
extern const Collective collective_scatter_all_gather;
extern const Collective collective_reduce;
extern const Collective collective_scatter;
extern const Collective collective_gather;
extern const Collective collective_all_gather;
extern const Collective collective_reduce_scatter;
extern const Collective collective_all_to_all;

/** The all-reduces that training.exchange can name; NULL-terminated. */
extern const Collective *const all_reduce_table[];
/** Everything, the all-reduces included; NULL-terminated. */
extern const Collective *const collective_table[];
extern const WordTable collective_words;
/** Whether the plan's shape makes sense: ranks, root, and what the collective asks for. */
gboolean plan_accepts (const Plan *plan, GError **error);

guint plan_n_lanes (const Plan *plan);
/** Step @i of @rank's @lane, i < n_steps. */
void plan_step (const Plan *plan, guint rank, guint lane, guint i, Step *out);
/** Elements that every rank's vector must hold: n_elements, for all-to-all as many more as the largest receive half has. */
gsize plan_vector_length (const Plan *plan);
/** Where all-to-all leaves what @from sent to @rank: a slot as large as chunk @rank, @from such slots after the send half. */
void plan_slot_range (const Plan *plan, guint rank, guint from, gsize *first, gsize *count);
/** Appends an operation to @step. */
void step_add (Step *step, StepKind kind, guint peer, gsize first, gsize count);

/** First element and count of chunk @i of @n_chunks over @n_elements. */
void chunk_range (gsize n_elements, guint n_chunks, guint i, gsize *first, gsize *count);
/** First element and count of the @n chunks from @i on, i + n <= n_chunks. */
void chunk_span (gsize n_elements, guint n_chunks, guint i, guint n, gsize *first, gsize *count);
/** Bytes of the largest chunk. */
double chunk_largest_bytes (gsize n_elements, guint n_chunks);

/** dst[i] = dst[i] op src[i] for n elements; average adds. */
void operator_reduce (Operator op, float *dst, const float *src, gsize n);

/** Bytes of @n elements on the wire. */
guint64 plan_wire_bytes (const Plan *plan, gsize n);
