check_PROGRAMS += tests/structure/test-blas-origin
TESTS += tests/structure/test-blas-origin tests/structure/test-house-rules.sh
tests_structure_test_blas_origin_SOURCES = tests/structure/test-blas-origin.c
tests_structure_test_blas_origin_LDADD = $(LOCKSTEP_LIBS)
EXTRA_DIST += tests/structure/test-house-rules.sh
