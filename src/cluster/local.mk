liblockstep_a_SOURCES += src/cluster/settings.h
