check_PROGRAMS += tests/training/test-training
TESTS += tests/training/test-training
tests_training_test_training_SOURCES = \
	tests/training/job.c tests/training/job.h \
	tests/training/suites.h \
	tests/training/test-choice.c \
	tests/training/test-conformance.c \
	tests/training/test-corrupt.c \
	tests/training/test-faults.c \
	tests/training/test-links.c \
	tests/training/test-order-statistics.c \
	tests/training/test-outcome.c \
	tests/training/test-own-rows.c \
	tests/training/test-pace.c \
	tests/training/test-parts.c \
	tests/training/test-pushes.c \
	tests/training/test-round-rules.c \
	tests/training/test-semantics.c \
	tests/training/test-server-rules.c \
	tests/training/test-stall.c \
	tests/training/test-step.c \
	tests/training/test-timing.c \
	tests/training/test-training.c \
	tests/training/test-trajectory.c
tests_training_test_training_LDADD = $(LOCKSTEP_LIBS)
EXTRA_DIST += tests/data/simgrid.csv

# Counts what is allocated, so it has its allocator to itself.
check_PROGRAMS += tests/training/test-allocations
TESTS += tests/training/test-allocations
tests_training_test_allocations_SOURCES = tests/training/job.c tests/training/job.h tests/training/test-allocations.c
tests_training_test_allocations_LDADD = $(LOCKSTEP_LIBS)
