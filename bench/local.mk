# Built and run by `make bench` alone: each program prints its table.
BENCHMARKS = bench/event-queue bench/training bench/learning
EXTRA_PROGRAMS += $(BENCHMARKS)
CLEANFILES += $(BENCHMARKS)

bench_event_queue_SOURCES = bench/event_queue.c bench/processor_time.h
bench_event_queue_LDFLAGS = $(RELEASE_LINK)
bench_event_queue_LDADD = $(LOCKSTEP_LIBS)

bench_training_SOURCES = bench/limit.c bench/limit.h bench/processor_time.h bench/training.c
bench_training_LDFLAGS = $(RELEASE_LINK)
bench_training_LDADD = $(LOCKSTEP_LIBS)

# Its floor are the products that the library asks for; a wrapped function is not optimised across files.
bench_learning_SOURCES = bench/learning.c bench/processor_time.h
bench_learning_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=blas_multiply
bench_learning_LDADD = $(LOCKSTEP_LIBS)

.PHONY: bench
bench: $(BENCHMARKS)
	./bench/event-queue
	./bench/training
	./bench/learning
