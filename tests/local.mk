# Tests: one program a folder of src/, and shell scripts for what is seen from outside; TAP on standard output.
TEST_EXTENSIONS = .sh
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_DRIVER = $(LOG_DRIVER)
SH_LOG_COMPILER = $(SHELL)
AM_TESTS_ENVIRONMENT = G_TEST_SRCDIR='$(abs_top_srcdir)/tests' G_TEST_BUILDDIR='$(abs_top_builddir)/tests' \
	LOCKSTEP='$(abs_top_builddir)/lockstep' OPENBLAS_NUM_THREADS=1; \
	export G_TEST_SRCDIR G_TEST_BUILDDIR LOCKSTEP OPENBLAS_NUM_THREADS;

include tests/base/local.mk
include tests/sim/local.mk
include tests/record/local.mk
include tests/network/local.mk
include tests/chaos/local.mk
include tests/cluster/local.mk
include tests/collective/local.mk
include tests/fault/local.mk
include tests/learning/local.mk
include tests/scenario/local.mk
include tests/report/local.mk
include tests/training/local.mk
include tests/protocol/local.mk
include tests/structure/local.mk
include tests/cli/local.mk
include tests/fuzz/local.mk
include tests/mutants/local.mk

# Tests that take minutes: programs (named in EXTRA_PROGRAMS too) and shell scripts. `make check-long` runs them.
TESTS_LONG = tests/long/test-convergence tests/chaos/test-chaos-long.sh
EXTRA_PROGRAMS += tests/long/test-convergence
tests_long_test_convergence_SOURCES = tests/long/test-convergence.c
tests_long_test_convergence_LDADD = $(LOCKSTEP_LIBS)
check-long: all $(filter-out %.sh,$(TESTS_LONG)) tests/chaos/test-chaos
	@test -n '$(TESTS_LONG)' || echo 'There are no long tests.'
	@failed=0; $(AM_TESTS_ENVIRONMENT) \
	for name in $(TESTS_LONG); do \
	  case $$name in \
	    *.sh) run="$(SHELL) $(srcdir)/$$name" ;; \
	    *) run=./$$name ;; \
	  esac; \
	  $(MKDIR_P) "$$(dirname "$$name")"; \
	  $(LOG_DRIVER) --test-name "$$name" --log-file "$$name.log" --trs-file "$$name.trs" --color-tests no \
	    --enable-hard-errors yes --expect-failure no -- $$run; \
	  if grep -E '^:test-result: (FAIL|XPASS|ERROR)' "$$name.trs" >/dev/null; then failed=1; fi; \
	done; exit $$failed

# The test programs under valgrind. OpenBLAS's AVX-512 kernels die there, so it is told an older core type. With LOCKSTEP_TEST_QUICK the
# programs leave out what takes tens of minutes there: whole trajectories on Fashion-MNIST, and most of what differs by its size alone.
VALGRIND_FLAGS = --quiet --leak-check=full --show-leak-kinds=definite,possible --errors-for-leak-kinds=definite,possible --error-exitcode=99 \
	--suppressions=$(abs_top_srcdir)/tests/valgrind.supp
valgrind: all $(check_PROGRAMS)
	OPENBLAS_CORETYPE=Haswell G_SLICE=always-malloc LOCKSTEP_TEST_QUICK=1 \
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(check_PROGRAMS)' LOG_COMPILER=valgrind LOG_FLAGS='$(VALGRIND_FLAGS)'

.PHONY: check-long valgrind
EXTRA_DIST += tests/valgrind.supp
