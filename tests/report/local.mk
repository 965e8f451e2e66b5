# check_PROGRAMS += tests/report/test-report
# TESTS += tests/report/test-report
# tests_report_test_report_SOURCES = tests/report/test-report.c
# tests_report_test_report_LDADD = $(LOCKSTEP_LIBS)
