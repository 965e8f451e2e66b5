# check_PROGRAMS += tests/training/test-training
# TESTS += tests/training/test-training
# tests_training_test_training_SOURCES = tests/training/test-training.c
# tests_training_test_training_LDADD = $(LOCKSTEP_LIBS)
