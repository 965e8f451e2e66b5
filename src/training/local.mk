liblockstep_a_SOURCES += \
	src/training/apply.c \
	src/training/budget.c src/training/budget.h \
	src/training/choice.c src/training/choice.h \
	src/training/clocks.c src/training/clocks.h \
	src/training/codec.c src/training/codec.h \
	src/training/compute.c src/training/compute.h \
	src/training/detector.c src/training/detector.h \
	src/training/evaluation.c src/training/evaluation.h \
	src/training/exchange.c src/training/exchange.h \
	src/training/exchange/all_reduce.c \
	src/training/exchange/none.c \
	src/training/exchange/server.c \
	src/training/exchange/server_outage.c src/training/exchange/server_outage.h \
	src/training/faults.c src/training/faults.h \
	src/training/group.c src/training/group.h \
	src/training/happening.c src/training/happening.h \
	src/training/hosts.c src/training/hosts.h \
	src/training/input.c src/training/input.h \
	src/training/job.c src/training/job.h \
	src/training/learner.c src/training/learner.h \
	src/training/local_work.c src/training/local_work.h \
	src/training/measure.c src/training/measure.h \
	src/training/memory.c src/training/memory.h \
	src/training/metric.c src/training/metric.h \
	src/training/network_faults.c src/training/network_faults.h \
	src/training/node.c src/training/node.h \
	src/training/outcome.c src/training/outcome.h \
	src/training/outcome_build.c src/training/outcome_build.h \
	src/training/outage.c src/training/outage.h \
	src/training/parcel.c src/training/parcel.h \
	src/training/params.c src/training/params.h \
	src/training/protocol.h \
	src/training/recovery.c src/training/recovery.h \
	src/training/replicas.c src/training/replicas.h \
	src/training/run.c src/training/run.h \
	src/training/server.c src/training/server.h \
	src/training/settings.c src/training/settings.h \
	src/training/snapshot.c src/training/snapshot.h \
	src/training/stall.c src/training/stall.h \
	src/training/state.h \
	src/training/statistics.c src/training/statistics.h \
	src/training/step.c src/training/step.h \
	src/training/training.h \
	src/training/update.c src/training/update.h \
	src/training/vector.c src/training/vector.h \
	src/training/verbs.c \
	src/training/work.c src/training/work.h \
	src/training/worker.c src/training/worker.h \
	src/training/world.c src/training/world.h
