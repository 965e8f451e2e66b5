check_PROGRAMS += tests/learning/test-learning
TESTS += tests/learning/test-learning
tests_learning_test_learning_SOURCES = \
	tests/learning/gradcheck.c \
	tests/learning/suites.h \
	tests/learning/test-aggregation.c \
	tests/learning/test-conv.c \
	tests/learning/test-csv.c \
	tests/learning/test-dataset.c \
	tests/learning/test-fashion-mnist.c \
	tests/learning/test-gradient.c \
	tests/learning/test-idx.c \
	tests/learning/test-learning.c \
	tests/learning/test-model.c \
	tests/learning/test-partition.c \
	tests/learning/test-skewed-partition.c \
	tests/learning/test-update.c
tests_learning_test_learning_LDADD = $(LOCKSTEP_LIBS)
EXTRA_DIST += tests/data/gradcheck.json
