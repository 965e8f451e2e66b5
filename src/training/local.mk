liblockstep_a_SOURCES += src/training/exchange.h src/training/outcome.h src/training/protocol.h src/training/settings.h
