check_PROGRAMS += tests/report/test-report
TESTS += tests/report/test-report
tests_report_test_report_SOURCES = \
	tests/report/fixture.c tests/report/fixture.h \
	tests/report/test-compare.c \
	tests/report/test-critical-path.c \
	tests/report/test-data-dir.c \
	tests/report/test-folder.c \
	tests/report/test-path-text.c \
	tests/report/test-points.c \
	tests/report/test-report.c \
	tests/report/test-result.c \
	tests/report/test-summary.c \
	tests/report/test-timeline.c \
	tests/report/test-trace.c
tests_report_test_report_LDADD = $(LOCKSTEP_LIBS)
