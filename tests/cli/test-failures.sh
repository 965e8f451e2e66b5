#!/bin/sh
# Runs that begin well and do not end so: what cannot be written, what diverges, what is interrupted.
. "$G_TEST_SRCDIR/cli/harness.sh"
need_python

# run_into FILE ARG...: lockstep with its standard output in FILE.
run_into ()
{
  into=$1
  shift
  command="lockstep $* > $into"
  : >out
  "$LOCKSTEP" "$@" >"$into" 2>err </dev/null
  status=$?
}

# --- A full disk
if [ -w /dev/full ]; then
  run_into /dev/full run job.json
  expect_status 3
  expect_stderr 'standard output'
  run_into /dev/full run --json job.json
  expect_status 3
  expect_stderr 'standard output'
fi

# --- A reader that goes away: what was asked for in a folder is there all the same
sed 's/"workers": 7/"workers": 900/' job.json >wide.json
command="lockstep run --json --out kept wide.json | true"
status=0
: >out
"$LOCKSTEP" run --json --out kept wide.json 2>err </dev/null | true
expect "the results are kept" is_json kept/result.json

# --- Where address space is limited, a run without gradients does not miss it; one with gradients says what it needs, before it
# begins. Under the sanitizers nothing runs in so little.
if (ulimit -v 200000 && "$LOCKSTEP" list protocols) >out 2>err </dev/null; then
  # limited ARG...: lockstep with at most 200 MB of address space.
  limited ()
  {
    command="lockstep $* (ulimit -v 200000)"
    (ulimit -v 200000 && exec timeout -k 1 20 "$LOCKSTEP" "$@") >out 2>err </dev/null
    status=$?
  }
  limited run --out small job.json
  expect_status 0
  expect "the picture is there" test -s small/timeline.svg
  limited run --threads 7 --out learnt learning.json
  expect_status 3
  expect_stderr 'gradients on 7 threads need 896 MiB more address space.*ulimit -v'
  expect_clean_error
  expect_not "no result is left" test -e learnt
  limited run --timing-only learning.json
  expect_status 0
fi

# --- A rate that is too large: the loss is not a number any more
sed 's/"rate": 0.05/"rate": 1e6/' learning.json >diverging.json
run run --quiet diverging.json
expect_status 3
expect_stderr 'not a number.*diverged'
expect_clean_error

# --- A trace of compute times that does not cover the run is found before it
printf 'worker,iteration,seconds\n0,0,0.01\n' >short.csv
sed 's/"workers": 7,/"workers": 1, "slowdown": { "trace": "short.csv" },/' job.json >traced.json
run run --out result traced.json
expect_mistake 'trace'
expect "no result is left" test ! -e result

# --- Where only the clock ends a run, a trace that is too short is found on the way
sed 's/"workers": 7,/"workers": 1, "slowdown": { "trace": "short.csv" },/; s/"iterations": 5/"time": "1 h"/' job.json >traced.json
run run traced.json
expect_status 3
expect_stderr 'no row for worker 0, iteration 1'

# --- Time does not overflow, and goes on where computing takes none
sed 's/"step_time": "[^"]*"/"step_time": "100000 d"/' job.json >geological.json
run run --json geological.json
expect_status 3
expect_stderr '292 years'
# endless WHAT SET...: the run fails and says when that began which would not end.
endless ()
{
  what=$1
  shift
  for set; do set -- "$@" --set "$set"; shift; done
  run run "$@" job.json
  expect_status 3
  expect_stderr "at [0-9]+\\.[0-9]+ s $what that would take more than 292 years"
  expect_clean_error
}
endless 'server0 applies an update' '/training/apply_time="9e9 s"'
endless 'a message from worker[0-9]* to [a-z]*[0-9]* is under way' '/cluster/network/latency="9e9 s"'
endless 'a message from worker[0-9]* to [a-z]*[0-9]* is under way' '/cluster/network/overhead="9e9 s"'
ring='/training={"protocol":"bsp","exchange":"ring"}'
endless 'worker[0-6] applies an update' "$ring" '/training/update_time="9e9 s"'
endless 'a worker reduces what it received' "$ring" '/cluster/device={"reduce":"1e-6 B/s"}'
run run --json --set '/evaluate={"every":{"time":"4.7e9 s"}}' --set '/stop={"time":"9e9 s"}' --set '/training/apply_time="8e9 s"' \
  job.json
expect_status 0
expect "what is under way is cut" holds out 'm["simulated"] == 9e9 and m["updates"] == 1'
run run --json --set '/workload/step_time="1000 d"' --set /stop/iterations=20 --set /cluster/workers=900 job.json
expect_status 0
expect "the mean is the sum over the workers' many years" holds out '8.6e7 < m["iteration.mean"] < 8.7e7'
run run --json --set '/cluster={"slowdown":{"dist":"constant","value":0}}' --set '/training={"protocol":"serial"}' \
  --set '/stop={"time":"20 us"}' job.json
expect_status 0
expect "iterations of a nanosecond" holds out 'm["updates"] == 20000'

# --- An interrupted run tells what it has, and that it was interrupted
if command -v timeout >/dev/null 2>&1; then
  sed 's/"iterations": 5/"iterations": 1000000000/' job.json >endless.json
  for signal in 1 2 15; do
    command="lockstep run --json endless.json, signal $signal"
    timeout --preserve-status -s "$signal" 0.7 "$LOCKSTEP" run --json endless.json >out 2>err </dev/null
    status=$?
    expect_status "$((128 + signal))"
    expect "the result is whole" is_json out
    expect "it is marked" holds out 'r["interrupted"] is True'
    expect "something was simulated" holds out 'm["simulated"] > 0 and m["updates"] > 0'
  done
fi
finish
