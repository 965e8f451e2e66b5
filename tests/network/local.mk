check_PROGRAMS += tests/network/test-network
TESTS += tests/network/test-network
tests_network_test_network_SOURCES = \
	tests/network/bisection.c \
	tests/network/graph.c \
	tests/network/link-changes.c \
	tests/network/loss.c \
	tests/network/message.c \
	tests/network/network-tests.h \
	tests/network/race.c \
	tests/network/rates.c \
	tests/network/sharing.c \
	tests/network/simgrid.c \
	tests/network/star_bed.c tests/network/star_bed.h \
	tests/network/test-network.c \
	tests/network/topology.c \
	tests/network/topology_check.c tests/network/topology_check.h
tests_network_test_network_LDADD = $(LOCKSTEP_LIBS)
EXTRA_DIST += tests/data/network.graphml tests/data/networkx.graphml tests/data/simgrid.csv
