check_PROGRAMS += tests/record/test-record
TESTS += tests/record/test-record
tests_record_test_record_SOURCES = tests/record/test-record.c
tests_record_test_record_LDADD = $(LOCKSTEP_LIBS)
