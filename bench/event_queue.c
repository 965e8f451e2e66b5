/* The event queue's speed: `hold` pops the first of N pending events and pushes one anew; `move` also moves a pending one, as the
 * network does with the next finish. */
#include "sim/event_queue.h"
#include "base/random.h"
#include "limit.h"
#include "processor_time.h"
#include "row.h"

#define SECONDS 0.3
#define BATCH 1000
#define DELAYS 4096

typedef struct
{
  EventQueue *queue;
  EventHandle *handles; /* by the event's a */
  guint n;
  SimTime delays[DELAYS];
  guint64 done;
} Bench;

static void
bench_hold (Bench *bench)
{
  Event event = { 0 };

  event_queue_pop (bench->queue, &event);
  bench->handles[event.a] = event_queue_push (bench->queue, event.time + bench->delays[bench->done % DELAYS], event.priority,
                                              event.handler, event.a, 0);
  bench->done++;
}

static void
bench_move (Bench *bench)
{
  guint64 which = bench->done * 7919 % bench->n;

  bench_hold (bench);
  event_queue_move (bench->queue, bench->handles[which],
                    event_queue_next_time (bench->queue) + bench->delays[bench->done * 31 % DELAYS]);
}

/* Millions of operations a second on @n pending events. */
static double
bench_run (guint n, void (*operation) (Bench *))
{
  g_autoptr (EventQueue) queue = event_queue_new ();
  g_autofree EventHandle *handles = g_new (EventHandle, n);
  Bench bench = { .queue = queue, .handles = handles, .n = n };
  double begin, spent = 0;

  for (guint i = 0; i < DELAYS; i++)
    bench.delays[i] = 1 + (SimTime)random_below (1, RANDOM_TEST, 0, i, 1 << 20);
  for (guint i = 0; i < n; i++)
    handles[i] = event_queue_push (queue, (SimTime)random_below (1, RANDOM_TEST, 1, i, 1000000), 0, 0, i, 0);
  begin = processor_time_s ();
  while (spent < SECONDS)
    {
      for (guint k = 0; k < BATCH; k++)
        operation (&bench);
      spent = processor_time_s () - begin;
    }
  return (double)bench.done / spent / 1e6;
}

static void
print_row (const char *work, guint n, double rate, double limit)
{
  BenchRow row = bench_row (work, n, rate, "M/s");
  row.limit = limit;
  row.asked = isnan (limit) ? NAN : 1;
  bench_print (&row);
}

int
main (void)
{
  for (guint n = 1000; n <= 1000000; n *= 1000)
    {
      print_row ("event queue: hold", n, bench_run (n, bench_hold), limit_hold (n, SECONDS));
      print_row ("event queue: move", n, bench_run (n, bench_move), NAN);
    }
  return 0;
}
