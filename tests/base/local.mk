check_PROGRAMS += tests/base/test-base
TESTS += tests/base/test-base
tests_base_test_base_SOURCES = \
	tests/base/test-base.c tests/base/test-base.h \
	tests/base/test-csv.c \
	tests/base/test-distribution.c \
	tests/base/test-escape.c \
	tests/base/test-file.c \
	tests/base/test-hash.c \
	tests/base/test-index-heap.c \
	tests/base/test-json-writer.c \
	tests/base/test-knob.c \
	tests/base/test-random.c \
	tests/base/test-sink.c \
	tests/base/test-units.c
tests_base_test_base_LDADD = $(LOCKSTEP_LIBS)
