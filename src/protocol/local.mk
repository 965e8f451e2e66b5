liblockstep_a_SOURCES += \
	src/protocol/asp.c \
	src/protocol/backup.c \
	src/protocol/bounded_delay.c \
	src/protocol/bsp.c \
	src/protocol/dssp.c \
	src/protocol/fedavg.c \
	src/protocol/gossip.c \
	src/protocol/local_sgd.c \
	src/protocol/metrics.c src/protocol/metrics.h \
	src/protocol/serial.c \
	src/protocol/ssp.c \
	src/protocol/table.c src/protocol/table.h
