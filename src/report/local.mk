liblockstep_a_SOURCES += \
	src/report/compare.h \
	src/report/output_folder.h \
	src/report/points.h \
	src/report/report.h \
	src/report/run_data.h \
	src/report/timeline_rows.h
