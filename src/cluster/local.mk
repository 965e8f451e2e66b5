liblockstep_a_SOURCES += \
	src/cluster/cluster.c src/cluster/cluster.h \
	src/cluster/compute_trace.c src/cluster/compute_trace.h \
	src/cluster/device.c src/cluster/device.h \
	src/cluster/pace.c src/cluster/pace.h \
	src/cluster/settings.c src/cluster/settings.h
