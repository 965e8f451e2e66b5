liblockstep_a_SOURCES += \
	src/record/account.h \
	src/record/agenda.c src/record/agenda.h \
	src/record/kept.c src/record/kept.h \
	src/record/phase.c src/record/phase.h \
	src/record/record.c src/record/record.h
