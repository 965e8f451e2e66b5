liblockstep_a_SOURCES += src/scenario/diagnostics.h src/scenario/json_text.h src/scenario/scenario.h
