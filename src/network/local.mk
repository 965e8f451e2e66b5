liblockstep_a_SOURCES += \
	src/network/channel_table.c src/network/channel_table.h \
	src/network/fabric.c src/network/fabric.h \
	src/network/fair.c \
	src/network/fair_reference.c \
	src/network/flow_table.c src/network/flow_table.h \
	src/network/ideal.c \
	src/network/message.c src/network/message.h \
	src/network/network.c src/network/network.h \
	src/network/progress.c src/network/progress.h \
	src/network/settings.c src/network/settings.h \
	src/network/sharing.c src/network/sharing.h \
	src/network/star.c \
	src/network/topology.c src/network/topology.h
