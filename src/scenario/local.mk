liblockstep_a_SOURCES += \
	src/scenario/axis_values.c src/scenario/axis_values.h \
	src/scenario/checks.c src/scenario/checks.h \
	src/scenario/checks_cluster.c src/scenario/checks_data.c \
	src/scenario/checks_faults.c \
	src/scenario/checks_links.c \
	src/scenario/checks_memory.c \
	src/scenario/checks_stop.c \
	src/scenario/checks_trace.c \
	src/scenario/checks_workload.c \
	src/scenario/device_form.c \
	src/scenario/diagnostics.c src/scenario/diagnostics.h \
	src/scenario/document.c src/scenario/document.h \
	src/scenario/experiment.c \
	src/scenario/explain.c src/scenario/listing.c src/scenario/facts.c src/scenario/facts.h \
	src/scenario/forms.c src/scenario/forms.h \
	src/scenario/grid.c src/scenario/grid.h \
	src/scenario/json_scan.c src/scenario/json_scan.h \
	src/scenario/json_text.c src/scenario/json_text.h \
	src/scenario/json_token.c src/scenario/json_token.h \
	src/scenario/key_value.c src/scenario/key_value.h \
	src/scenario/keys.c src/scenario/keys.h \
	src/scenario/model_form.c \
	src/scenario/members.c src/scenario/members.h \
	src/scenario/model_file.c src/scenario/model_file.h \
	src/scenario/manual.c \
	src/scenario/nearest_word.c \
	src/scenario/published.c src/scenario/published.h \
	src/scenario/read_document.c \
	src/scenario/read_knobs.c \
	src/scenario/read_object.c \
	src/scenario/read_strays.c \
	src/scenario/read_values.c \
	src/scenario/reader.c src/scenario/reader.h \
	src/scenario/scenario.c src/scenario/scenario.h \
	src/scenario/schema.c \
	src/scenario/text_span.h \
	src/scenario/string_json.c src/scenario/string_json.h \
	src/scenario/condition.c src/scenario/condition.h src/scenario/expect.c src/scenario/expect.h src/scenario/expect_internal.h \
	src/scenario/expect_judge.c src/scenario/expect_places.c src/scenario/expect_places.h src/scenario/reference.h src/scenario/sweep.c src/scenario/sweep.h \
	src/scenario/words.c src/scenario/words.h \
	src/scenario/writer.c src/scenario/writer.h
nobase_dist_pkgdata_DATA += lockstep.schema.json
