check_PROGRAMS += tests/chaos/test-chaos
TESTS += tests/chaos/test-chaos
tests_chaos_test_chaos_SOURCES = \
	tests/chaos/chaos.c tests/chaos/chaos.h \
	tests/chaos/test-chaos.c \
	tests/training/job.c tests/training/job.h
tests_chaos_test_chaos_LDADD = $(LOCKSTEP_LIBS)
EXTRA_DIST += tests/chaos/test-chaos-long.sh
