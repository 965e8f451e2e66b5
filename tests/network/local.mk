# check_PROGRAMS += tests/network/test-network
# TESTS += tests/network/test-network
# tests_network_test_network_SOURCES = tests/network/test-network.c
# tests_network_test_network_LDADD = $(LOCKSTEP_LIBS)
