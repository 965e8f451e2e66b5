liblockstep_a_SOURCES += \
	src/collective/binomial.h \
	src/collective/plan.c src/collective/plan.h \
	src/collective/plan_run.h \
	src/collective/ring.c \
	src/collective/table.c \
	src/collective/tree.c
