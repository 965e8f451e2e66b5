liblockstep_a_SOURCES += \
	src/record/record.c src/record/record.h
