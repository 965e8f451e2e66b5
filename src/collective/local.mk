liblockstep_a_SOURCES += \
	src/collective/all_gather.c \
	src/collective/all_to_all.c \
	src/collective/binomial.h \
	src/collective/broadcast.c \
	src/collective/chain.c \
	src/collective/double_tree.c \
	src/collective/estimate.c src/collective/estimate.h \
	src/collective/fold.c src/collective/fold.h \
	src/collective/form.c src/collective/form.h \
	src/collective/gather.c \
	src/collective/grid_times.c src/collective/grid_times.h \
	src/collective/halving_doubling.c \
	src/collective/plan.c src/collective/plan.h \
	src/collective/plan_run.c src/collective/plan_run.h \
	src/collective/plan_state.h \
	src/collective/rank.c \
	src/collective/recursive_doubling.c \
	src/collective/reduce.c \
	src/collective/reduce_scatter.c \
	src/collective/replay.c src/collective/replay.h \
	src/collective/ring.c \
	src/collective/ring_side.c src/collective/ring_side.h \
	src/collective/ring_times.c src/collective/ring_times.h \
	src/collective/roads.c src/collective/roads.h \
	src/collective/scatter.c \
	src/collective/scatter_all_gather.c \
	src/collective/subtree.c src/collective/subtree.h \
	src/collective/table.c \
	src/collective/timetable.c src/collective/timetable.h \
	src/collective/torus.c \
	src/collective/transfer.c src/collective/transfer.h \
	src/collective/tree.c \
	src/collective/two_level.c
