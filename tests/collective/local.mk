# check_PROGRAMS += tests/collective/test-collective
# TESTS += tests/collective/test-collective
# tests_collective_test_collective_SOURCES = tests/collective/test-collective.c
# tests_collective_test_collective_LDADD = $(LOCKSTEP_LIBS)
