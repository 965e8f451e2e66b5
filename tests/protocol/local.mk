# A program a protocol, on the runs that tests/training/job.h describes.
PROTOCOL_JOB = tests/training/job.c tests/training/job.h

check_PROGRAMS += tests/protocol/test-backup
TESTS += tests/protocol/test-backup
tests_protocol_test_backup_SOURCES = tests/protocol/test-backup.c $(PROTOCOL_JOB)
tests_protocol_test_backup_LDADD = $(LOCKSTEP_LIBS)
