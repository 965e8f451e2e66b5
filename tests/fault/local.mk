check_PROGRAMS += tests/fault/test-fault
TESTS += tests/fault/test-fault
tests_fault_test_fault_SOURCES = tests/fault/test-fault.c
tests_fault_test_fault_LDADD = $(LOCKSTEP_LIBS)
