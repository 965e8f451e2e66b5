liblockstep_a_SOURCES += \
	src/report/compare.c src/report/compare.h \
	src/report/compare_text.c \
	src/report/critical_path.c src/report/critical_path.h \
	src/report/critical_path_text.c \
	src/report/curve_picture.c src/report/curve_picture.h \
	src/report/gnuplot.c src/report/gnuplot.h \
	src/report/lanes.c src/report/lanes.h \
	src/report/holdings.c src/report/holdings.h \
	src/report/links_csv.c src/report/links_csv.h \
	src/report/output_folder.c src/report/output_folder.h \
	src/report/path_endings.c src/report/path_endings.h \
	src/report/path_links.c src/report/path_links.h \
	src/report/picture.c src/report/picture.h \
	src/report/points.c src/report/points.h \
	src/report/points_compare.c src/report/points_compare.h \
	src/report/points_csv.c \
	src/report/points_read.c src/report/points_read.h \
	src/report/points_run.c \
	src/report/points_text.c \
	src/report/published_picture.c src/report/published_picture.h \
	src/report/report.c src/report/report.h \
	src/report/result.c \
	src/report/run_data.c src/report/run_data.h \
	src/report/speedup_picture.c \
	src/report/summary.c \
	src/report/text_table.c src/report/text_table.h \
	src/report/text_timeline.c src/report/text_timeline.h \
	src/report/timeline_parse.c \
	src/report/timeline_picture.c src/report/timeline_picture.h \
	src/report/timeline_rows.c src/report/timeline_rows.h \
	src/report/timeline_window.c src/report/timeline_window.h \
	src/report/topology_picture.c src/report/topology_picture.h \
	src/report/trace.c src/report/trace.h \
	src/report/trace_event.c src/report/trace_event.h \
	src/report/where.c src/report/where.h \
	src/report/wrap.c src/report/wrap.h \
	src/report/words.c src/report/words.h

nobase_dist_pkgdata_DATA += \
	plots/compare.gp \
	plots/curve.gp \
	plots/palette.gp \
	plots/partition.gp \
	plots/published.gp \
	plots/speedup.gp \
	plots/timeline.gp \
	plots/topo.gp
