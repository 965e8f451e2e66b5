CLI_TESTS = \
	tests/cli/test-baseline.sh \
	tests/cli/test-compare.sh \
	tests/cli/test-completion.sh \
	tests/cli/test-data.sh \
	tests/cli/test-determinism.sh \
	tests/cli/test-errors.sh \
	tests/cli/test-expect.sh \
	tests/cli/test-failures.sh \
	tests/cli/test-folders.sh \
	tests/cli/test-interrupts.sh \
	tests/cli/test-names.sh \
	tests/cli/test-options.sh \
	tests/cli/test-partition.sh \
	tests/cli/test-scenarios.sh \
	tests/cli/test-shipped.sh \
	tests/cli/test-shortcuts.sh \
	tests/cli/test-small-verbs.sh \
	tests/cli/test-published.sh \
	tests/cli/test-sweep.sh \
	tests/cli/test-terminal.sh \
	tests/cli/test-topo.sh \
	tests/cli/test-trace.sh \
	tests/cli/test-what-if.sh
TESTS += $(CLI_TESTS)
EXTRA_DIST += $(CLI_TESTS) tests/cli/harness.sh tests/cli/job.json tests/cli/learning.json
