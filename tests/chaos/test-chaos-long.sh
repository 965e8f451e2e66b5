#!/bin/sh
# Every worker of every small run is killed at every moment at which anything happens: all that tests/chaos/test-chaos takes samples of.
LOCKSTEP_CHAOS=all exec "$G_TEST_BUILDDIR/chaos/test-chaos"
