liblockstep_a_SOURCES += src/collective/plan.h src/collective/plan_run.h
