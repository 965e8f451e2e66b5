liblockstep_a_SOURCES += src/network/network.h src/network/settings.h src/network/sharing.h src/network/topology.h
