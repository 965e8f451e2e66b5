#!/bin/sh
# run and check, and what they print and write.
. "$G_TEST_SRCDIR/cli/harness.sh"
need_python

run --version
expect_status 0
expect_stdout '^lockstep [0-9]+\.[0-9]+\.[0-9]+'
run --help
expect_status 0
expect_stdout 'run'
expect_stdout 'check'
run run --help
expect_status 0
for option in set seed threads blas-core timing-only out json quiet; do
  expect_stdout "--$option"
done

# --- check reads only
run check job.json learning.json
expect_status 0
expect_not "check writes nothing" sh -c 'ls | grep -vE "^(job|learning)\.json$|^(out|err)$"'
run check job.json nowhere.json
expect_status 2

# --- A bulk-synchronous iteration over one server takes C + 2(a + N G/B): C = 10 ms, a = 2 * 25 us, N = 7, G = 1.1 MB,
#     B = 2.385 GB/s. Five of them, and nothing before or after.
run run --json job.json
expect_status 0
expect "standard output is one JSON text" is_json out
expect "iteration.mean is the closed form" holds out 'abs (m["iteration.mean"] - (0.010 + 2 * (50e-6 + 7 * 1.1e6 / 2.385e9))) < 20e-9'
expect "simulated is five iterations" holds out 'abs (m["simulated"] - 5 * (0.010 + 2 * (50e-6 + 7 * 1.1e6 / 2.385e9))) < 100e-9'
expect "five iterations of each of seven workers" holds out '[w["iterations"] for w in r["workers"]] == [5] * 7'
expect "bytes, once per message" holds out 'm["bytes"] == 2 * 7 * 5 * 1100000'
expect "messages" holds out 'm["messages"] == 2 * 7 * 5'
expect "what does not apply is null" holds out 'm["final.test_accuracy"] is None and m["final.train_loss"] is None'
expect "the shares of worker time add up to one" holds out 'abs (sum (v for k, v in m.items () if k.startswith ("breakdown.")) - 1) < 1e-9'
expect "each worker's time adds up to the run" holds out \
  'all (abs (sum (v for k, v in w.items () if k.endswith ("_s")) - m["simulated"]) < 1e-8 for w in r["workers"])'
mv out first.json

# --- Standard input, overrides, the seed
run_with "$(cat job.json)" run --json -
expect_status 0
expect "the same result from standard input" holds out "m == json.load (open ('first.json'))['metrics']"
run run --json --set /cluster/workers=3 --set '/cluster/network/latency=1 ms' --seed 9 job.json
expect_status 0
expect "--set is obeyed" holds out 'abs (m["iteration.mean"] - (0.010 + 2 * (2e-3 + 3 * 1.1e6 / 2.385e9))) < 20e-9'
expect "--seed is obeyed" holds out 'r["seed"] == 9'
run run --json --timing-only learning.json
expect_status 0
expect "--timing-only learns nothing" holds out 'm["final.test_accuracy"] is None'

# --- Results on standard output, all else on standard error
run run job.json
expect_status 0
expect_stdout 'bsp'
expect_not "no colour where it is not a terminal" grep -q "$(printf '\033')" out
run run --quiet job.json
expect_status 0
expect_stdout_empty
expect "nothing on standard error" test ! -s err

# --- --out
run run --quiet --out result learning.json
expect_status 0
for file in scenario.json result.json metrics.csv timeline.csv links.csv trace.json; do
  expect "$file is written" test -s "result/$file"
done
if command -v gnuplot >/dev/null 2>&1; then
  for file in timeline.svg curve.svg; do
    expect "$file is a picture" grep -q '</svg>' "result/$file"
  done
fi
for file in scenario.json result.json trace.json; do
  expect "$file is JSON" is_json "result/$file"
done
expect "the columns of metrics.csv" test "$(head -n 1 result/metrics.csv)" = time_s,updates,samples,bytes,batch_loss,train_loss,test_loss,test_accuracy
expect "the columns of timeline.csv" test "$(head -n 1 result/timeline.csv)" = actor,lane,kind,start_s,end_s,iteration,bytes,peer
expect "the columns of links.csv" test "$(head -n 1 result/links.csv)" = from,to,bandwidth_bytes_per_s,bytes,utilisation
expect "every link is there that carried bytes, not only the busiest 8: 5 workers, 2 servers, both ways" test "$(wc -l <result/links.csv)" -eq 15
expect "it has learnt" holds result/result.json 'm["final.test_accuracy"] > 0.5'
expect "the bound on the lead holds" holds result/result.json 'm["lead.max"] <= 2'
expect_not "no temporary file is left" sh -c 'ls -A | grep -E "tmp|^\.result"'

# The resolved scenario says the same thing.
run run --quiet --out again result/scenario.json
expect_status 0
expect "the resolved scenario gives the same timeline" cmp result/timeline.csv again/timeline.csv

# A folder of lockstep's own is replaced as a whole; another only with --force.
: >result/left-over
run run --quiet --out result job.json
expect_status 0
expect "the old result is gone" test ! -e result/left-over
mkdir mine
: >mine/notes.txt
run run --quiet --force --out mine job.json
expect_status 0
expect "--force replaces" test -s mine/result.json

# --- Without gnuplot everything else is there, and it says so.
mkdir no-programs
command="PATH=no-programs lockstep run --out without job.json"
PATH="$PWD/no-programs" "$LOCKSTEP" run --out without job.json >out 2>err </dev/null
status=$?
expect_status 0
expect_stderr gnuplot
expect "the result is there" test -s without/result.json
expect "no picture is there" test ! -e without/timeline.svg
# --- The summary says what compute and communication follow from: an A100 trains ResNet-50 at 2,480 images/s, 19.5 % of its peak
cat >images.json <<'SCENARIO'
{ "workload": { "model": "resnet50", "batch": 64 },
  "cluster": { "workers": 2, "device": "a100", "network": { "bandwidth": "1 Gbit/s" } },
  "training": { "protocol": "bsp", "exchange": "ring" }, "stop": { "iterations": 2 } }
SCENARIO
run run images.json
expect_stdout '^  device +a100, peak 312 TFLOP/s in fp16, of which training reaches 19\.5'
expect_stdout '^  wire +fp32, after the backward pass'
run run --set /training/wire=bf16 --set /training/overlap=true images.json
expect_stdout '^  wire +bf16, overlapping the backward pass, buckets of 25 MB'

# --- The kernels of OpenBLAS: by option, else by variable; the result says which. A name that there is not, or whose instructions
#     the processor lacks, is told before OpenBLAS falls back, or dies.
run list blas-cores
expect_status 0
set -- $(sed -n 's/ *runs here$//p' out)
run run --json --blas-core "$1" learning.json
expect_status 0
expect "the result has its kernels" grep -q "\"blas_core\": \"$1\"" out
grep '"fingerprint"' out >chosen
command="OPENBLAS_CORETYPE=$1 lockstep run --json learning.json"
OPENBLAS_CORETYPE=$1 "$LOCKSTEP" run --json learning.json 2>err | grep '"fingerprint"' >out
expect "the variable chooses the same" cmp out chosen
run run --blas-core pentium learning.json
expect_status 2
expect_stderr "^lockstep: error: --blas-core: OpenBLAS has no kernels \"pentium\"; known are .*$1"
command="OPENBLAS_CORETYPE=pentium lockstep run learning.json"
OPENBLAS_CORETYPE=pentium "$LOCKSTEP" run learning.json >out 2>err
status=$?
expect_status 2
expect_stderr 'OpenBLAS has no kernels "pentium"'
run list blas-cores
lacking=$(sed -n 's/ *needs .*//p' out | head -n 1)
if [ -n "$lacking" ]; then
  run run --blas-core "$lacking" learning.json
  expect_status 2
  expect_stderr "kernels $lacking need .*, which this processor does not have"
fi
finish
