liblockstep_a_SOURCES +=
