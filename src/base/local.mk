liblockstep_a_SOURCES += \
	src/base/arithmetic.c src/base/arithmetic.h \
	src/base/banned.h \
	src/base/csv.c src/base/csv.h \
	src/base/data_dir.c src/base/data_dir.h \
	src/base/digits.c src/base/digits.h \
	src/base/distribution.c src/base/distribution.h \
	src/base/error.c src/base/error.h \
	src/base/escape.c src/base/escape.h \
	src/base/fifo.c src/base/fifo.h \
	src/base/file.c src/base/file.h \
	src/base/folder_lock.c src/base/folder_lock.h \
	src/base/gamma_quantile.c src/base/gamma_quantile.h \
	src/base/hash.c src/base/hash.h \
	src/base/interrupt.c src/base/interrupt.h \
	src/base/json_writer.c src/base/json_writer.h \
	src/base/id_list.h \
	src/base/index_heap.c src/base/index_heap.h \
	src/base/knob.c src/base/knob.h \
	src/base/random.c src/base/random.h \
	src/base/temporary.c src/base/temporary.h \
	src/base/sink.c src/base/sink.h \
	src/base/slab.h \
	src/base/unit_format.c \
	src/base/unit_parse.c \
	src/base/unit_table.c src/base/unit_table.h \
	src/base/units.h \
	src/base/wide.h \
	src/base/word_table.c src/base/word_table.h
