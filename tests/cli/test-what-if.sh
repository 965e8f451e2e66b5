#!/bin/sh
# run --what-if. BSP over one server: C + 2(a + N G/B) with C = 10 ms, N = 7, G = 1.1 MB, B = 2.385 GB/s, a = 50 us is 16.557 ms. With
# twice the speed 11.557 ms, with twice the bandwidth 13.329 ms, with half the latency 16.507 ms.
. "$G_TEST_SRCDIR/cli/harness.sh"
run run --what-if job.json
expect_status 0
expect_stdout 'as it is +16\.6 ms'
expect_stdout 'twice the bandwidth +13\.3 ms'
expect_stdout 'half the latency +16\.5 ms'
expect_stdout 'twice the compute speed +11\.6 ms'
expect_stdout 'half the straggling +16\.6 ms .*\+0\.0 %'
expect_stdout 'what iteration 2 of worker. waits for, 16\.6 ms in all'
expect_stdout 'busy links +server0 → switch'

# One worker computes three times as long, and its push has the link to itself: 3 C + 2 a + (1 + N) G/B = 33.789 ms; with half of what
# is above 1 it computes twice as long, 23.789 ms.
run run --what-if --set '/cluster/slowdown={"slow_workers": {"count": 1, "factor": 3}}' job.json
expect_status 0
expect_stdout 'as it is +33\.8 ms'
expect_stdout 'half the straggling +23\.8 ms'
expect_stdout 'half the latency +33\.7 ms'
finish
