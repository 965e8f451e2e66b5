liblockstep_a_SOURCES += \
	src/sim/clock.h \
	src/sim/event_queue.c src/sim/event_queue.h \
	src/sim/simulator.c src/sim/simulator.h
