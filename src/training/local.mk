liblockstep_a_SOURCES += \
	src/training/exchange.c src/training/exchange.h \
	src/training/outcome.c src/training/outcome.h \
	src/training/protocol.h \
	src/training/settings.c src/training/settings.h
