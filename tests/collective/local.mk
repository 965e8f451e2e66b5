check_PROGRAMS += tests/collective/test-collective
TESTS += tests/collective/test-collective
tests_collective_test_collective_SOURCES = \
	tests/collective/bed.c tests/collective/bed.h \
	tests/collective/both_ways.c tests/collective/both_ways.h \
	tests/collective/suites.h \
	tests/collective/test-aborts.c \
	tests/collective/test-closed-forms.c \
	tests/collective/test-collective.c \
	tests/collective/test-estimate.c \
	tests/collective/test-forms.c \
	tests/collective/test-measured.c \
	tests/collective/test-payload.c \
	tests/collective/test-plans.c \
	tests/collective/test-racks.c \
	tests/collective/test-times.c \
	tests/collective/walk.c tests/collective/walk.h
tests_collective_test_collective_LDADD = $(LOCKSTEP_LIBS)
EXTRA_DIST += tests/data/measured.csv
