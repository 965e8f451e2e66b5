liblockstep_a_SOURCES += \
	src/command/baseline.c src/command/baseline.h \
	src/command/bless.c src/command/bless.h \
	src/command/check.c \
	src/command/command.h \
	src/command/compare.c \
	src/command/examples.c \
	src/command/explain.c \
	src/command/golden.c src/command/golden.h \
	src/command/help.c \
	src/command/list.c \
	src/command/main.c \
	src/command/merge.c \
	src/command/new.c \
	src/command/options.c src/command/options.h \
	src/command/partition.c \
	src/command/pool.c src/command/pool.h \
	src/command/pool_mpi.c \
	src/command/pool_processes.c \
	src/command/progress.c src/command/progress.h \
	src/command/read.c src/command/read.h \
	src/command/run.c \
	src/command/run_choices.c src/command/run_choices.h \
	src/command/schema.c src/command/schema.h \
	src/command/simulate.c src/command/simulate.h \
	src/command/sweep.c \
	src/command/sweep_job.c src/command/sweep_job.h \
	src/command/sweep_store.c src/command/sweep_store.h \
	src/command/test.c \
	src/command/test_file.c src/command/test_file.h \
	src/command/test_report.c src/command/test_report.h \
	src/command/topo.c \
	src/command/trace_choices.c src/command/trace_choices.h \
	src/command/what_if.c src/command/what_if.h
