# Built and run by `make bench` alone: each program prints its table.
BENCHMARKS = bench/event-queue
EXTRA_PROGRAMS += $(BENCHMARKS)
CLEANFILES += $(BENCHMARKS)

bench_event_queue_SOURCES = bench/event_queue.c
bench_event_queue_LDADD = $(LOCKSTEP_LIBS)

.PHONY: bench
bench: $(BENCHMARKS)
	@for program in $(BENCHMARKS); do ./$$program || exit 1; done
