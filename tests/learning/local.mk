# check_PROGRAMS += tests/learning/test-learning
# TESTS += tests/learning/test-learning
# tests_learning_test_learning_SOURCES = tests/learning/test-learning.c
# tests_learning_test_learning_LDADD = $(LOCKSTEP_LIBS)
