#!/bin/sh
# The same as tests/chaos/test-chaos with many more samples; of the smallest runs it is every worker at every moment.
LOCKSTEP_CHAOS=70000 exec timeout 900 "$G_TEST_BUILDDIR/chaos/test-chaos"
