liblockstep_a_SOURCES += \
	src/training/apply.c \
	src/training/budget.c src/training/budget.h \
	src/training/choice.c src/training/choice.h \
	src/training/clocks.c src/training/clocks.h \
	src/training/engine.c src/training/engine.h \
	src/training/evaluation.c \
	src/training/exchange.c src/training/exchange.h \
	src/training/hosts.c src/training/hosts.h \
	src/training/input.c src/training/input.h \
	src/training/iteration.c \
	src/training/job.c src/training/job.h \
	src/training/learner.c src/training/learner.h \
	src/training/memory.c src/training/memory.h \
	src/training/outcome.c src/training/outcome.h \
	src/training/outcome_build.c \
	src/training/protocol.h \
	src/training/reduction.c \
	src/training/run.h \
	src/training/server.c \
	src/training/settings.c src/training/settings.h \
	src/training/statistics.c src/training/statistics.h \
	src/training/step.c src/training/step.h \
	src/training/training.h \
	src/training/vector.c src/training/vector.h \
	src/training/wire.c src/training/wire.h \
	src/training/work.c src/training/work.h \
	src/training/worker.c
