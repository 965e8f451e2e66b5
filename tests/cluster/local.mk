check_PROGRAMS += tests/cluster/test-cluster
TESTS += tests/cluster/test-cluster
tests_cluster_test_cluster_SOURCES = tests/cluster/suites.h tests/cluster/test-cluster.c tests/cluster/test-pace.c
tests_cluster_test_cluster_LDADD = $(LOCKSTEP_LIBS)
