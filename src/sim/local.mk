liblockstep_a_SOURCES += src/sim/clock.h src/sim/event_queue.h src/sim/simulator.h
