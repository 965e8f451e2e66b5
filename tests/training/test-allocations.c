/* An iteration with real gradients allocates nothing: a run of three times as many as another asks for memory about as often.
 *
 * The program's allocator is replaced by one that counts, as the C library allows; a sanitizer, or valgrind, has replaced it already.
 */
#include "job.h"

static gint n_allocations;

#ifndef __SANITIZE_ADDRESS__
void *__libc_malloc (size_t n);
void *__libc_calloc (size_t n, size_t size);
void *__libc_realloc (void *p, size_t n);
void *__libc_memalign (size_t alignment, size_t n);

void *
malloc (size_t n)
{
  g_atomic_int_inc (&n_allocations);
  return __libc_malloc (n);
}

void *
calloc (size_t n, size_t size)
{
  g_atomic_int_inc (&n_allocations);
  return __libc_calloc (n, size);
}

void *
realloc (void *p, size_t n)
{
  g_atomic_int_inc (&n_allocations);
  return __libc_realloc (p, n);
}

int
posix_memalign (void **p, size_t alignment, size_t n)
{
  g_atomic_int_inc (&n_allocations);
  *p = __libc_memalign (alignment, n);
  return *p ? 0 : ENOMEM;
}
#endif

typedef struct
{
  const char *protocol;
  guint threads;
} Way;

/* How often a run without a trace asks for memory. */
static gint
allocations (const Way *way, guint64 iterations)
{
  const Job job = { way->protocol, "parameter-server", .workers = 3, .servers = 2, .step_time = 0.01, .bandwidth = 1.25e9,
                    .latency = 1000, .iterations = iterations };
  g_autoptr (RunSettings) settings = job_learning (&job);
  job_deepen (settings);
  settings->evaluate.every_samples = G_MAXINT64;
  gint before = g_atomic_int_get (&n_allocations);
  const RunEnvironment environment = { .threads = way->threads, .data = { .seed = settings->seed } };
  g_autoptr (Record) record = NULL;
  g_autoptr (Outcome) outcome = training_run (settings, &environment, &record, NULL);
  g_assert_nonnull (outcome);
  return g_atomic_int_get (&n_allocations) - before;
}

static void
test_none_in_the_loop (gconstpointer data)
{
  const Way *way = data;
#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("a sanitizer counts its own");
  return;
#endif
  if (job_quick ())
    {
      g_test_skip ("valgrind counts its own");
      return;
    }
  allocations (way, 40); /* what the libraries do once */
  gint few = allocations (way, 40), many = allocations (way, 120);
  g_test_message ("%d allocations in 40 iterations a worker, %d in 120", few, many);
  g_assert_cmpint (few, >, 50);
  g_assert_cmpint (many - few, <, 240 / 10); /* tables that double in size now and then */
}

int
main (int argc, char **argv)
{
  static const Way ways[] = { { "bsp", 1 }, { "asp", 1 }, { "ssp", 1 }, { "asp", 2 } };
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *path = g_strdup_printf ("/allocations/%s/%u", ways[i].protocol, ways[i].threads);
      g_test_add_data_func (path, &ways[i], test_none_in_the_loop);
    }
  return g_test_run ();
}
