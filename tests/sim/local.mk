check_PROGRAMS += tests/sim/test-sim
TESTS += tests/sim/test-sim
tests_sim_test_sim_SOURCES = \
	tests/sim/test-event-queue.c \
	tests/sim/test-sim.c tests/sim/test-sim.h \
	tests/sim/test-simulator.c
tests_sim_test_sim_LDADD = $(LOCKSTEP_LIBS)
