liblockstep_a_SOURCES += \
	src/scenario/diagnostics.c src/scenario/diagnostics.h \
	src/scenario/json_scan.c src/scenario/json_scan.h \
	src/scenario/json_text.c src/scenario/json_text.h \
	src/scenario/nearest_word.c \
	src/scenario/scenario.h
