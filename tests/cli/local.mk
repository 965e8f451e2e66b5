EXTRA_DIST += tests/cli/harness.sh tests/cli/job.json tests/cli/learning.json \
	tests/cli/test-errors.sh tests/cli/test-options.sh tests/cli/test-determinism.sh
