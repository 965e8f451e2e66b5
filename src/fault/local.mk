liblockstep_a_SOURCES += \
	src/fault/corrupt.c src/fault/corrupt.h \
	src/fault/crash.c \
	src/fault/driver.c src/fault/driver.h \
	src/fault/fault.c src/fault/fault.h \
	src/fault/network_faults.c \
	src/fault/slow.c \
	src/fault/table.c
