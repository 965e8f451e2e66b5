# Built and run by `make bench` alone: each program prints rows of one table.
BENCHMARKS = bench/event-queue bench/training bench/learning bench/runs
EXTRA_PROGRAMS += $(BENCHMARKS)
CLEANFILES += $(BENCHMARKS)

bench_event_queue_SOURCES = bench/event_queue.c bench/limit.c bench/limit.h bench/processor_time.h bench/row.h
bench_event_queue_LDFLAGS = $(RELEASE_LINK)
bench_event_queue_LDADD = $(LOCKSTEP_LIBS)

bench_training_SOURCES = bench/limit.c bench/limit.h bench/processor_time.h bench/row.h bench/training.c
bench_training_LDFLAGS = $(RELEASE_LINK)
bench_training_LDADD = $(LOCKSTEP_LIBS)

# Its floor are the products that the library asks for; a wrapped function is not optimised across files.
bench_learning_SOURCES = bench/learning.c bench/processor_time.h bench/row.h
bench_learning_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=blas_multiply
bench_learning_LDADD = $(LOCKSTEP_LIBS)

bench_runs_SOURCES = bench/row.h bench/runs.c
bench_runs_LDADD = $(LOCKSTEP_LIBS)

EXTRA_DIST += bench/table bench/gpt2.json bench/job.json bench/ring.json bench/tiny.json
CLEANFILES += bench.csv bench-run.json

# A few minutes; the rows, also in bench.csv, are explained in docs/performance.md.
.PHONY: bench
bench: lockstep$(EXEEXT) $(BENCHMARKS)
	LOCKSTEP_DATADIR=$(abs_top_srcdir) $(srcdir)/bench/table ./bench/event-queue ./bench/training ./bench/learning \
	  "./bench/runs ./lockstep $(abs_top_srcdir)/bench"
	rm -rf bench-out bench-sweep
