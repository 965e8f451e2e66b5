# Tests: one program a folder of src/, TAP on standard output.
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
AM_TESTS_ENVIRONMENT = G_TEST_SRCDIR='$(abs_top_srcdir)/tests' G_TEST_BUILDDIR='$(abs_top_builddir)/tests' \
	LOCKSTEP='$(abs_top_builddir)/lockstep' OPENBLAS_NUM_THREADS=1; \
	export G_TEST_SRCDIR G_TEST_BUILDDIR LOCKSTEP OPENBLAS_NUM_THREADS;

include tests/base/local.mk
include tests/sim/local.mk
include tests/record/local.mk
include tests/network/local.mk
include tests/collective/local.mk
include tests/learning/local.mk
include tests/scenario/local.mk
include tests/report/local.mk
include tests/training/local.mk
