liblockstep_a_SOURCES += src/report/report.h
