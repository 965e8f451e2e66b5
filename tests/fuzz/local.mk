FUZZ_SOURCES = tests/fuzz/fuzz.h tests/fuzz/targets.c \
	tests/fuzz/fuzz-csv.c \
	tests/fuzz/fuzz-expressions.c \
	tests/fuzz/fuzz-graph.c \
	tests/fuzz/fuzz-idx.c \
	tests/fuzz/fuzz-json.c \
	tests/fuzz/fuzz-model.c \
	tests/fuzz/fuzz-results.c \
	tests/fuzz/fuzz-scenario.c \
	tests/fuzz/fuzz-trace.c \
	tests/fuzz/fuzz-units.c

# Every target over its corpus: part of the suite.
check_PROGRAMS += tests/fuzz/replay
TESTS += tests/fuzz/replay
tests_fuzz_replay_SOURCES = tests/fuzz/replay.c $(FUZZ_SOURCES)
tests_fuzz_replay_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_fuzz_replay_LDADD = $(LOCKSTEP_LIBS)

# The same targets under libFuzzer: `make fuzz` has tests/fuzz/run configure a build of its own with clang.
EXTRA_PROGRAMS += tests/fuzz/libfuzzer
tests_fuzz_libfuzzer_SOURCES = tests/fuzz/libfuzzer.c $(FUZZ_SOURCES)
tests_fuzz_libfuzzer_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_fuzz_libfuzzer_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_libfuzzer_LDADD = $(LOCKSTEP_LIBS)

FUZZ_RUNS = 1000000
FUZZ_BUILD = $(abs_top_builddir)/fuzz
fuzz:
	$(SHELL) $(srcdir)/tests/fuzz/run --build '$(FUZZ_BUILD)' $(FUZZ_RUNS) $(FUZZ_TARGETS)
clean-local-fuzz:
	rm -rf '$(FUZZ_BUILD)'
clean-local: clean-local-fuzz
.PHONY: fuzz clean-local-fuzz

EXTRA_DIST += tests/fuzz/run tests/fuzz/corpus
