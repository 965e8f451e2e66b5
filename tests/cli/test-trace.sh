#!/bin/sh
# What of a run is kept for timelines: some of it, all over the run or in a window, or nothing; no result depends on it.
. "$G_TEST_SRCDIR/cli/harness.sh"
need_python

# Of timeline.csv in the folder $1, a Python expression of its rows, which are objects.
rows ()
{
  python3 -c '
import csv, sys
rows = list (csv.DictReader (open (sys.argv[1] + "/timeline.csv")))
for row in rows:
  row.update (start=float (row["start_s"]), end=float (row["end_s"]), iteration=int (row["iteration"]))
sys.exit (0 if rows and eval (sys.argv[2]) else 1)' "$1" "$2"
}

same_results ()
{
  python3 -c '
import json, sys
a, b = (json.load (open (name + "/result.json")) for name in sys.argv[1:])
sys.exit (0 if all (a[k] == b[k] for k in ("metrics", "fingerprint", "events", "workers", "where")) else 1)' "$1" "$2"
}

run run job.json --set /stop/iterations=40 --out full
expect_status 0
expect "everything is kept" rows full '{ row["iteration"] for row in rows } == set (range (40))'

run run job.json --set /stop/iterations=40 --trace full --trace-max 100 --out first
expect_status 0
expect_stderr 'only the first 100 spans and messages'
expect_stdout '^  kept +only the first 100 spans and messages'
expect "the trace says so" python3 -c 'import json; m = json.load (open ("first/trace.json"))["metadata"]; assert m["truncated"] and m["max_spans"] == 100 and m["one_iteration_of"] == 1'
if command -v gnuplot >/dev/null 2>&1; then expect "and the picture" grep -q 'kept: only the first 100 spans' first/timeline.svg; fi
expect "the first hundred" rows first 'max (row["iteration"] for row in rows) < 10'
expect "nothing else differs" same_results full first

run run job.json --set /stop/iterations=40 --trace sampled --trace-max 100 --out sampled
expect_status 0
expect_stderr 'hold one iteration of (8|16|32)'
if command -v gnuplot >/dev/null 2>&1; then expect "the picture says so" grep -q 'kept: one iteration of' sampled/timeline.svg; fi
expect "from all over the run" rows sampled 'max (row["iteration"] for row in rows) >= 24'
expect "whole iterations" rows sampled 'all (sum (row["iteration"] == i and row["lane"] != "receive" and row["kind"] in ("push", "pull") for row in rows) == 14 for i in { row["iteration"] for row in rows } - { 39 })'
expect "nothing else differs" same_results full sampled
run run job.json --set /stop/iterations=40 --trace sampled
expect "few enough need no sampling" test "$(grep -c 'hold one' err)" -eq 0

run run job.json --set /stop/iterations=40 --trace-time '100 ms..150 ms' --trace-workers 2-3 --out window
expect_status 0
expect "two workers and the server" rows window '{ row["actor"] for row in rows } == { "worker2", "worker3", "server0" }'
expect "the server only with them" rows window 'all (row["peer"] in ("worker2", "worker3") for row in rows if row["actor"] == "server0")'
expect "what is under way then" rows window 'all (row["end"] >= 0.1 and row["start"] < 0.15 for row in rows) and max (row["end"] for row in rows) > 0.14'
expect_stdout 'the workers, from 100 ms to 150 ms'
expect_stdout '^  worker2 .*#'
expect_stdout '\|100 ms'
expect_not "nobody else" grep -q '^  worker[01456] ' out
expect "nothing else differs" same_results full window
if command -v gnuplot >/dev/null 2>&1; then expect "the picture says so" grep -q 'from 100 ms to 150 ms' window/timeline.svg; fi
expect "the trace too" is_json window/trace.json

# The summary alone: 7 workers, a compute and two messages each an iteration, are 50,000 after 2,381 iterations.
run run job.json --set /stop/iterations=4000
expect_status 0
expect_stdout '^  kept +only the first 50,000 spans and messages'
expect_stdout 'what iteration 1190 of'
run run job.json --set /stop/iterations=4000 --trace full
expect_not "everything if asked" grep -q '^  kept ' out

run run job.json --trace none --out none
expect_status 0
expect "not a word" test ! -s err
expect "no timeline" test ! -e none/timeline.csv -a ! -e none/trace.json -a ! -e none/timeline.svg
expect_not "none on the terminal" grep -q '^  worker0 ' out
expect "results" holds none/result.json 'm["messages"] == 70'

# --- mistakes
for wrong in '--trace some' '--trace-time 3' '--trace-time 3..4' '--trace-time 3s..2s' '--trace-workers 4-2' '--trace-workers x' '--trace-max 0'; do
  # shellcheck disable=SC2086
  run run job.json $wrong
  expect_mistake "${wrong%% *}"
done
finish
