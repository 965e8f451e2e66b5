# A program a protocol, on the runs that tests/training/job.h describes.
PROTOCOL_JOB = tests/training/job.c tests/training/job.h

check_PROGRAMS += tests/protocol/test-backup
TESTS += tests/protocol/test-backup
tests_protocol_test_backup_SOURCES = tests/protocol/test-backup.c $(PROTOCOL_JOB)
tests_protocol_test_backup_LDADD = $(LOCKSTEP_LIBS)

check_PROGRAMS += tests/protocol/test-bounded-delay
TESTS += tests/protocol/test-bounded-delay
tests_protocol_test_bounded_delay_SOURCES = tests/protocol/test-bounded-delay.c $(PROTOCOL_JOB)
tests_protocol_test_bounded_delay_LDADD = $(LOCKSTEP_LIBS)

check_PROGRAMS += tests/protocol/test-dssp
TESTS += tests/protocol/test-dssp
tests_protocol_test_dssp_SOURCES = tests/protocol/test-dssp.c $(PROTOCOL_JOB)
tests_protocol_test_dssp_LDADD = $(LOCKSTEP_LIBS)

check_PROGRAMS += tests/protocol/test-local-sgd
TESTS += tests/protocol/test-local-sgd
tests_protocol_test_local_sgd_SOURCES = tests/protocol/test-local-sgd.c $(PROTOCOL_JOB)
tests_protocol_test_local_sgd_LDADD = $(LOCKSTEP_LIBS)

check_PROGRAMS += tests/protocol/test-gossip
TESTS += tests/protocol/test-gossip
tests_protocol_test_gossip_SOURCES = tests/protocol/test-gossip.c $(PROTOCOL_JOB)
tests_protocol_test_gossip_LDADD = $(LOCKSTEP_LIBS)

check_PROGRAMS += tests/protocol/test-fedavg
TESTS += tests/protocol/test-fedavg
tests_protocol_test_fedavg_SOURCES = tests/protocol/test-fedavg.c $(PROTOCOL_JOB)
tests_protocol_test_fedavg_LDADD = $(LOCKSTEP_LIBS)
