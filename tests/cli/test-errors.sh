#!/bin/sh
# Bad input: a clear error on standard error, exit status 2, nothing written.
. "$G_TEST_SRCDIR/cli/harness.sh"

# --- The command line
run
expect_mistake 'VERB|[Uu]sage'
run juggle job.json
expect_mistake 'juggle'
run run
expect_mistake '[Uu]sage|FILE|scenario'
run run --no-such-option job.json
expect_mistake 'no-such-option'
run run --seed minus job.json
expect_mistake 'seed'
run run --threads 0 job.json
expect_mistake 'threads'
run run --set /cluster/workers job.json
expect_mistake '--set'
run run --set /cluster/wrokers=4 job.json
expect_mistake '--set /cluster/wrokers: error: .*workers'

# --- Files
run check nowhere.json
expect_mistake 'nowhere\.json'
run run nowhere.json
expect_mistake 'nowhere\.json'
run check .
expect_mistake '.'
: >empty.json
run check empty.json
expect_mistake 'empty\.json'
head -c 300 /dev/urandom >noise.json
run check noise.json
expect_mistake '^noise\.json:[0-9]+:[0-9]+: error: '
printf '{ "format": 1,\n  "seed": 01 }\n' >leading-zero.json
run check leading-zero.json
expect_mistake '^leading-zero\.json:2:1[0-9]: error: '

# --- The scenario: file:line:column: error: /pointer: what is wrong
edited job.json 's/"workers": 7/"workers": "seven"/'
run check wrong.json
expect_mistake '^wrong\.json:7:16: error: /cluster/workers: '
edited job.json 's/"workers": 7/"wrokers": 7/'
run check wrong.json
expect_mistake '^wrong\.json:7:5: error: /cluster/wrokers: .*did you mean "workers"'
edited job.json 's/"1\.1 MB"/1100000/'
run check wrong.json
expect_mistake '^wrong\.json:5:35: error: /workload/gradient_bytes: .*(unit|MB)'
edited job.json 's/"25 us"/"25 MB"/'
run check wrong.json
expect_mistake '^wrong\.json:8:[0-9]+: error: /cluster/network/latency: '
edited job.json 's/"workers": 7/"workers": 0/'
run check wrong.json
expect_mistake '^wrong\.json:7:16: error: /cluster/workers: '
edited job.json 's/"workers": 7/"workers": 2.5/'
run check wrong.json
expect_mistake '^wrong\.json:7:16: error: /cluster/workers: '
edited job.json 's/"workers": 7/"workers": 7, "workers": 8/'
run check wrong.json
expect_mistake '^wrong\.json:7:[0-9]+: error: .*workers'
edited job.json 's/"iterations": 5//'
run check wrong.json
expect_mistake '/stop'
edited job.json '/"stop"/d; s/"servers": 1 },/"servers": 1 }/'
run check wrong.json
expect_mistake 'stop'
edited job.json 's/"servers": 1 }/"servers": 1, "staleness": 2 }/'
run check wrong.json
expect_mistake '/training/staleness: '
edited job.json 's/"bsp"/"pipeline"/'
run check wrong.json
expect_mistake '/training/protocol: .*not in this version'
edited job.json 's/"workers": 7/"workers": 0/; s/"star"/"stra"/; s/"format": 1/"format": 2/'
run check wrong.json
expect_mistake '/format'
expect "three mistakes are reported at once" test "$(grep -c ': error: ' err)" -eq 3

for rate in NaN nan 1e999 '"fast"' -0.1 0; do
  edited learning.json "s/\"rate\": 0.05/\"rate\": $rate/"
  run check wrong.json
  expect_mistake '^wrong\.json:10:[0-9]+: error: '
done

# --- run finds the same mistakes, before it writes anything
edited job.json 's/"workers": 7/"workers": 0/'
run run --out result wrong.json
expect_mistake '/cluster/workers: '
expect "no result is left" test ! -e result

# --- Data
mkdir data
edited learning.json 's/"source": "blobs", "train": 900, "test": 210/"source": "fashion-mnist"/'
mv wrong.json fashion.json
run run --data data --out result fashion.json
expect_mistake 'dataset-fashion-mnist'
for part in train-images-idx3-ubyte train-labels-idx1-ubyte t10k-images-idx3-ubyte t10k-labels-idx1-ubyte quickstart-offline; do
  expect_stderr "$part"
done
printf '\0\0\010\003\0\0\0\012\0\0\0\034\0\0\0\034' >data/train-images-idx3-ubyte
printf '\0\0\010\001\0\0\0\012\0\1\2\3\4\5\6\7\10\11' >data/train-labels-idx1-ubyte
cp data/train-images-idx3-ubyte data/t10k-images-idx3-ubyte
cp data/train-labels-idx1-ubyte data/t10k-labels-idx1-ubyte
run run --data data --out result fashion.json
expect_mistake 'train-images-idx3-ubyte'
rm -f data/*ubyte
for name in train-images-idx3 train-labels-idx1 t10k-images-idx3 t10k-labels-idx1; do
  echo "not compressed at all" >"data/$name-ubyte.gz"
done
run run --data data --out result fashion.json
expect_mistake 'ubyte\.gz'
expect "no result is left" test ! -e result
expect_not "no temporary file is left" sh -c 'ls -A | grep -E "tmp|^\.result"'

# --- Where results cannot go
: >plain-file
run run --quiet --out plain-file/result job.json
expect_mistake 'plain-file'
run run --quiet --out plain-file job.json
expect_mistake 'plain-file'
expect "the file is as it was" test -f plain-file -a ! -s plain-file
run run --quiet --out /proc/result job.json
expect_mistake '/proc/result'
mkdir mine
echo precious >mine/notes.txt
run run --quiet --out mine job.json
expect_mistake 'mine.*|--force'
run run --quiet --out '' job.json
expect_mistake '--out'
expect "the current folder is not touched" test -f job.json -a -f mine/notes.txt
expect "a folder of the user's is not touched" grep -q precious mine/notes.txt
# --- What is no mistake and yet not what one wants is said at the start
run check --set '/stop={"target":{"test_accuracy":0.99}}' learning.json
expect_status 0
expect_stderr '/stop/target: the run has no end where this is never met: add a budget beside it, such as "epochs": 100'
run check --set '/stop={"target":{"test_accuracy":0.99},"epochs":3}' learning.json
expect_not "not beside a budget" grep -q warning err
slow='/cluster/slowdown={"slow_workers":{"count":1,"factor":3}}'
run check --set "$slow" --set /training/protocol=asp job.json
expect_status 0
expect_stderr '/stop/iterations: every worker makes as many iterations, .* throughput of asp'
run check --set "$slow" --set /training/protocol=bsp job.json
expect_not "BSP waits anyway" grep -q iterations err
run check --set "$slow" --set /training/protocol=asp --set '/stop={"samples":100}' job.json
expect_not "samples are shared" grep -q iterations err
printf 'worker,iteration,seconds\n0,0,1e-3\n0,1,0x1p-9\n' >hex.csv
run check --set /cluster/workers=1 --set /cluster/slowdown/trace=hex.csv --set /stop/iterations=2 job.json
expect_mistake '/cluster/slowdown/trace.*hex\.csv:3:5: error: seconds must be a number'
# A device has no end; a pipe has one.
run check --set /cluster/workers=1 --set /cluster/slowdown/trace=/dev/zero job.json
expect_mistake '/dev/zero: cannot read: is a device'
run_with '0,0,1e-3
' check --set /cluster/workers=1 --set /cluster/slowdown/trace=/dev/stdin --set /stop/iterations=1 job.json
expect_status 0
printf '0,0,1e-3\n7,0,1e-3\n8,0,1e-3\n' >more.csv
run check --set /cluster/workers=1 --set /cluster/slowdown/trace=more.csv --set /stop/iterations=1 job.json
expect_status 0
expect_stderr '/cluster/slowdown/trace: note: 2 rows of the trace are of workers that the cluster of 1 does not have'
finish
