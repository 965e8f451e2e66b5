liblockstep_a_SOURCES += src/record/record.h
