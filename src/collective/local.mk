liblockstep_a_SOURCES += \
	src/collective/binomial.h \
	src/collective/plan.c src/collective/plan.h \
	src/collective/plan_run.c src/collective/plan_run.h \
	src/collective/plan_state.h \
	src/collective/rank.c \
	src/collective/ring.c \
	src/collective/ring_side.c src/collective/ring_side.h \
	src/collective/table.c \
	src/collective/transfer.c src/collective/transfer.h \
	src/collective/tree.c
