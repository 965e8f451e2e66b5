liblockstep_a_SOURCES += src/protocol/table.h
