check_PROGRAMS += tests/scenario/test-scenario
TESTS += tests/scenario/test-scenario
tests_scenario_test_scenario_SOURCES = \
	tests/scenario/test-diagnostics.c \
	tests/scenario/test-expect.c \
	tests/scenario/test-json.c \
	tests/scenario/test-knobs.c \
	tests/scenario/test-machines.c \
	tests/scenario/test-model-file.c \
	tests/scenario/test-reading.c \
	tests/scenario/test-reference.c \
	tests/scenario/test-scenario.c tests/scenario/test-scenario.h \
	tests/scenario/test-sweep.c \
	tests/scenario/test-wrong.c
tests_scenario_test_scenario_LDADD = $(LOCKSTEP_LIBS)
TESTS += tests/scenario/schema.sh
EXTRA_DIST += tests/data/wrong tests/scenario/schema.sh
