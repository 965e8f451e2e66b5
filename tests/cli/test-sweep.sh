#!/bin/sh
# Sweeps: the same files however they are run, resumed, split and joined; and what is wrong with them.
. "$G_TEST_SRCDIR/cli/harness.sh"
need_python

cat >grid.json <<'JSON'
{ "format": 1, "name": "grid", "seed": 5,
  "workload": { "gradient_bytes": "1100 kB", "step_time": "10 ms", "batch": 16 },
  "cluster": { "workers": 2, "slowdown": { "dist": "lognormal", "median": 1, "sigma": 0.3 },
               "network": { "topology": "star", "bandwidth": "2.385 GB/s", "latency": "25 us" } },
  "training": { "protocol": "bsp" },
  "stop": { "iterations": 4 },
  "sweep": { "/cluster/workers": { "range": [1, 8], "times": 2 }, "/training/protocol": ["bsp", "asp"], "repeat": 3 } }
JSON

run sweep --dry-run grid.json
expect_status 0
expect "24 points are listed" test "$(wc -l <out)" -eq 24
run sweep grid.json --out one --jobs 1
expect_status 0
expect_stderr '8 points × 3 seeds = 24 runs'
expect "a row a point" test "$(wc -l <one/points.csv)" -eq 9
expect "a pipe has room for everything" grep -q 'throughput.*breakdown.compute' out
expect_stdout '^ +8 +bsp .* ms ± .* ms '
expect_stdout 'interval of the mean over 3 seeds'
run sweep grid.json --csv
expect "--csv prints what points.csv holds" cmp -s out one/points.csv
run sweep grid.json --json
expect "--json prints JSON" is_json out
expect "every point of it" holds out 'len (r["points"]) == 8 and r["points"][3]["point"] == { "/cluster/workers": 2, "/training/protocol": "asp" }'
expect "means and intervals" holds out 'all (p["metrics"]["simulated"] > p["ci95"]["simulated"] > 0 for p in r["points"])'
COLUMNS=70 run sweep grid.json
expect "COLUMNS is the width" test "$(wc -L <out)" -le 70
expect_stdout 'no room for .*throughput'
run sweep grid.json --out two -j2 --quiet
expect_status 0
expect "two jobs write what one writes" diff -r one two

# --- split and joined
for i in 1 2 3; do run sweep grid.json --shard $i/3 --out part$i --quiet; done
run merge part1 part2 part3 --out joined
expect_status 0
expect "three shards join to what one run writes" diff -r one joined
run merge part1 part2 part3 --csv
expect "a merged table is the same" cmp -s out one/points.csv
run merge part1 part2 part3 --quiet --out quiet
expect_status 0
expect "merge is quiet" test ! -s out
run merge part1 part3
expect_status 2
expect_stderr 'in none of these folders'
run sweep grid.json --shard 0/3
expect_status 2
run sweep grid.json --shard 4/3
expect_status 2

# --- resumed: what is there is not run again
rm two/runs/000003.json two/runs/000017.json two/points.csv
touch -d '2001-01-01' two/runs/000004.json
run sweep grid.json --resume --out two --quiet
expect_status 0
expect "a resumed sweep ends the same" diff -r one two
expect "a finished run was not run again" test "$(date -r two/runs/000004.json +%Y)" -eq 2001
run sweep grid.json --resume --out fresh --quiet
expect_status 0
expect "resuming nothing is a plain sweep" diff -r one fresh
run sweep grid.json --resume --out two --seed 6
expect_status 2
expect_stderr 'another scenario'
run sweep grid.json --resume
expect_status 2

# --- killed at any moment, only whole files are left and no process; then it goes on
sed 's/"iterations": 4/"iterations": 20000/; s/"repeat": 3/"repeat": 2/' grid.json >long.json
"$LOCKSTEP" sweep long.json --out killed --jobs 2 >/dev/null 2>&1 &
victim=$!
sleep 1
children=$(pgrep -P $victim | tr '\n' ' ')
kill -9 $victim
wait $victim 2>/dev/null
sleep 0.3
command="lockstep sweep, killed"
alive=0
for child in $children; do
  state=$(awk '{print $3}' "/proc/$child/stat" 2>/dev/null)
  [ -n "$state" ] && [ "$state" != Z ] && alive=1
done
expect "its workers died with it" test $alive -eq 0
whole=yes
for file in killed/runs/*.json; do
  if [ -e "$file" ]; then tail -c 2 "$file" | grep -q '}' || whole=no; fi
done
expect "every file is whole" test $whole = yes

# --- points without a speed-up, for want of a worker's undisturbed time, draw nothing and say so in a line
printf '0,0,0.001\n0,1,0.001\n1,0,0.001\n1,1,0.001\n2,0,0.001\n2,1,0.001\n' >times.csv
cat >same.json <<'JSON'
{ "format": 1, "workload": { "gradient_bytes": "1 MB", "batch": 4 },
  "cluster": { "workers": 3, "slowdown": { "trace": "times.csv" }, "network": { "topology": "star", "bandwidth": "2.385 GB/s", "latency": "13 us" } },
  "training": { "protocol": "bsp", "exchange": "ring" }, "stop": { "iterations": 2 },
  "sweep": { "/training/exchange": ["ring", "tree"] } }
JSON
run sweep same.json --shard 2/2 --out second
expect_status 0
expect_stderr 'no point has a speed-up'
expect "the note is short" test "$(grep -c . err)" -le 2

# --- a point that fails does not stop the others
cat >bad.json <<'JSON'
{ "format": 1,
  "workload": { "model": "linear", "data": { "source": "regression", "train": 200, "test": 20 }, "batch": 4,
                "optimizer": { "kind": "sgd", "rate": 0.01 } },
  "cluster": { "workers": 1, "device": { "speed": "1 GFLOP/s" } },
  "training": { "protocol": "serial" },
  "stop": { "iterations": 60 },
  "sweep": { "/workload/optimizer/rate": [0.01, 1e4] } }
JSON
run sweep bad.json --out bad --jobs 2
expect_status 3
expect_stderr 'not a number'
expect "the other point is there" test "$(wc -l <bad/points.csv)" -eq 3

# --- what cannot be kept is not worth computing: the second point, which would fail, is not begun
rm bad/runs/000000.json
mkdir bad/runs/000000.json
run sweep bad.json --resume --out bad --jobs 1
expect "the write error is the exit status" test "$status" -ge 2
expect_stderr '000000\.json'
expect_not "no other point is run" grep -q 'not a number' err

# --- wrong sweeps
run sweep job.json
expect_status 2
expect_stderr 'no "sweep"'
sed 's/workers": { "range/nodes": { "range/' grid.json >wrong.json
run sweep wrong.json
expect_status 2
run run --quiet grid.json
expect_status 0
expect_stderr 'has a sweep of 24 points; this is its base'
run run --json grid.json --point 23
expect_status 0
expect "the last point has 8 workers" grep -q '"worker7"' out
run run grid.json --point 24
expect_status 2
run run job.json --point 0
expect_status 2
expect_stderr 'has no sweep'

# --- under mpirun, where there is one
if command -v mpirun >/dev/null 2>&1 && ldd "$LOCKSTEP" 2>/dev/null | grep -q libmpi; then
  # run_ranks N ARG...; what MPI's own libraries leave behind is not ours to free.
  run_ranks ()
  {
    ranks=$1
    shift
    command="mpirun -n $ranks lockstep $*"
    ASAN_OPTIONS=detect_leaks=0 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 mpirun --oversubscribe -n "$ranks" "$LOCKSTEP" "$@" >out 2>err </dev/null
    status=$?
  }
  run_ranks 3 sweep grid.json --out mpi --quiet
  expect_status 0
  expect "three ranks write what one process writes" diff -r one mpi
  run_ranks 2 sweep bad.json --resume --out bad
  expect_stderr '000000\.json'
  expect_not "no other point is run" grep -q 'not a number' err
fi
# --- A speed-up means the same in a sweep and in a run: against one worker that computes alone
cat >server.json <<'JSON'
{ "format": 1, "workload": { "gradient_bytes": "1 MB", "step_time": "10 ms", "batch": 4 },
  "cluster": { "workers": 1, "network": { "bandwidth": "1 GB/s", "latency": "0 s" } },
  "training": { "protocol": "bsp" }, "stop": { "iterations": 3 },
  "sweep": { "/cluster/workers": [1, 3], "/training/protocol": ["bsp", "asp"] } }
JSON
run sweep --out server server.json
expect_status 0
run run --point 2 --json server.json
expect "3 workers of 10 ms compute and 6 ms of messages, in both" python3 -c '
import csv, json, math
m = json.load (open ("out"))["metrics"]
rows = list (csv.DictReader (open ("server/points.csv")))
assert math.isclose (m["speedup"], 3 * 10 / 16) and math.isclose (m["efficiency"], 10 / 16)
assert all (float (rows[2][k]) == m[k] for k in ("speedup", "efficiency"))
assert math.isclose (float (rows[0]["speedup"]), 10 / 12)
assert all (float (r["efficiency"]) <= 1 for r in rows)'
run sweep --quiet --out same --set /cluster/workers=3 --set '/sweep={"/training/protocol":["bsp","asp"]}' server.json
expect "of one size too" python3 -c '
import csv
rows = list (csv.DictReader (open ("same/points.csv")))
assert all (float (r["efficiency"]) <= 1 for r in rows) and float (rows[0]["efficiency"]) == 10 / 16'
# --- A point that does not fit into its memory is a row that says so; a single run of it is a mistake
cat >large.json <<'JSON'
{ "format": 1, "workload": { "model": "bert-large", "batch": 1, "optimizer": { "kind": "sgd", "rate": 0.1 } },
  "cluster": { "workers": 2, "device": "p100", "network": { "bandwidth": "10 Gbit/s" } },
  "training": { "protocol": "bsp", "exchange": "ring" }, "stop": { "iterations": 2 },
  "sweep": { "/workload/batch": [1, 99] } }
JSON
run check large.json
expect_status 0
run sweep --dry-run large.json
expect_status 0
run sweep --out large large.json
expect_status 0
expect_stdout '\[99\]: does not fit: [0-9.]+ GB of 16 GB'
expect "the other is there, its own row is empty" python3 -c '
import csv
rows = list (csv.DictReader (open ("large/points.csv")))
assert rows[0]["updates"] == "2" and rows[1]["updates"] == ""'
run run large.json
expect_status 0
run run --point 1 large.json
expect_status 2
expect_stderr 'does not fit: [0-9.]+ GB of 16 GB'
run run --set /workload/batch=99 --set '/sweep={"/cluster/workers":[2,3]}' large.json
expect_status 2
expect_stderr 'does not fit'

# --- Axes that move together may take a value twice, but not together
zip='/sweep={"zip":[{"/cluster/workers":[2,2,3],"/workload/batch":[1,2,1]}]}'
run sweep --dry-run --set "$zip" large.json
expect_status 0
run sweep --dry-run --set "$(echo "$zip" | sed 's/\[1,2,1\]/[1,1,1]/')" large.json
expect_mistake 'move together stand twice'

# --- Long axes and many published figures cost what each point costs: seconds of processor time are limited, not of the clock
python3 - <<'PYTHON'
import json
job = json.load (open ("job.json"))
steps = [f"{i + 1} us" for i in range (6000)]
job["sweep"] = { "/workload/step_time": steps }
json.dump (job, open ("axis.json", "w"))
job["sweep"] = { "/workload/step_time": steps[:2000] }
job["published"] = [{ "is": "throughput == 1000", "when": { "/workload/step_time": step } } for step in steps[:2000]]
json.dump (job, open ("figures.json", "w"))
PYTHON
for file in axis figures; do
  command="ulimit -t 6; lockstep sweep --dry-run $file.json"
  (ulimit -t 6 && "$LOCKSTEP" sweep --dry-run $file.json) >out 2>err </dev/null
  status=$?
  expect_status 0
done
# --- auto: a column, and one line in a run
sed 's/"protocol": "bsp" }/"protocol": "bsp", "exchange": "auto" }/; s/"\/training\/protocol": \["bsp", "asp"\], "repeat": 3/"\/workload\/gradient_bytes": ["1 kB", "100 MB"]/' \
  grid.json >auto.json
run sweep auto.json
expect_status 0
expect_stderr '^8 points × 1 seed = 8 runs, 8 of them to do$'
expect_stdout '^ +workers +gradient_bytes +auto '
expect_stdout '^ +8 +100 MB +[a-z-]*(ring|doubling|tree) '
expect_not "not a word for each job" grep -q 'auto is' err
run run auto.json --set '/sweep={"/seed":[1]}' -q
expect "one line" test "$(grep -c 'note: auto is .* among 2 workers$' err)" -eq 1
finish
