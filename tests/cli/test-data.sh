#!/bin/sh
# Data in files whose shape is known by reading alone. Softmax of two features and two classes has 6 parameters, 24 B. A ring of two
# workers sends 12 B each way twice: 2 x 96 us at 1 Mbit/s, and 1 us of compute. Ten updates take 1.93 ms and 480 B, whether the
# gradients are computed or not.
. "$G_TEST_SRCDIR/cli/harness.sh"
need_python
printf 'a,b,kind\n1,2,0\n2,1,1\n3,4,0\n4,3,1\n5,6,0\n6,5,1\n' >rows.csv
cat >csv.json <<'SCENARIO'
{ "workload": { "model": "softmax", "batch": 2, "optimizer": { "kind": "sgd", "rate": 0.1 }, "step_time": "1 us",
    "data": { "source": "csv", "path": "rows.csv", "train": 4 } },
  "cluster": { "workers": 2, "network": { "bandwidth": "1 Mbit/s", "latency": "0 s" } },
  "training": { "protocol": "bsp", "exchange": "ring" },
  "stop": { "updates": 10 } }
SCENARIO

same_answer ()
{
  expect_status 0
  expect "1.93 ms and 480 B" holds out 'm["simulated"] == 0.00193 and m["bytes"] == 480'
}

# Four rows of two bytes each, a class for each, as IDX files.
printf '\0\0\10\2\0\0\0\4\0\0\0\2\1\2\2\1\3\4\4\3' >images.idx
printf '\0\0\10\1\0\0\0\4\0\1\0\1' >labels.idx
idx='/workload/data={"source":"idx","train_images":"images.idx","train_labels":"labels.idx","test_images":"images.idx","test_labels":"labels.idx"}'
for data in /format=1 "$idx"; do
  run run --json --set "$data" csv.json
  same_answer
  run run --json --set "$data" --timing-only csv.json
  same_answer
  run run --json --set "$data" --set /workload/gradients=modelled csv.json
  same_answer
  run run --json --set "$data" --set /training/exchange=auto csv.json
  same_answer
  expect_stderr 'auto is .* for 24 B'
  run run --set "$data" --what-if csv.json
  expect_stdout 'as it is +193 us'
  expect_stdout 'twice the bandwidth +97 us'
  run check --set "$data" --set '/cluster/device={"memory":"1 B"}' csv.json
  expect_mistake 'does not fit .*24 B parameters, 24 B gradients'
done

# --- 3 x 2 x 2 x 2 FLOPs of a sample, 2 samples, at 48 kFLOP/s are 1 ms
sed 's/, "step_time": "1 us"//; s/"workers": 2,/"workers": 2, "device": { "speed": "48 kFLOP\/s" },/' csv.json >speed.json
for option in --json --timing-only; do
  run run --json "$option" speed.json
  expect "ten iterations of 1 ms and 192 us" holds out 'abs (m["simulated"] - 0.01192) < 1e-9'
done

# --- An epoch of a file is as long as the file
run run --json --timing-only --set '/stop={"epochs":3}' --set '/workload/data={"source":"csv","path":"rows.csv"}' csv.json
expect "three epochs of 5 rows, one round of 4 each" holds out 'm["updates"] == 3'

# --- What is wrong with a file is said by check, with the scenario's place and the file's
mistaken ()
{
  edited csv.json "$1"
  run check wrong.json
  expect_mistake "^wrong\.json:[12]:[0-9]+: error: $2"
}
mistaken 's/rows\.csv/none.csv/' '/workload/data/path: .*none\.csv: cannot read'
mistaken 's/"train": 4/"label": "sort"/' '/workload/data/label: .*rows\.csv: has no column "sort"'
mistaken 's/"train": 4/"train": 7/' '/workload/data/train: .*rows\.csv: 6 rows are too few for 7'
mistaken 's/"train": 4/"target": "number"/' '/workload/model: softmax needs classes'
sed 's/,/;/g' rows.csv >semicolons.csv
mistaken 's/rows\.csv/semicolons.csv/' '/workload/data/path: .*semicolons\.csv:1: semicolons stand between the columns'
sed 's/,1$/,round/' rows.csv >words.csv
mistaken 's/rows\.csv/words.csv/' '/workload/data/path: .*words\.csv:3: column 3: "round" is not a number \(classes are numbered from 0\)'
run check --set "$idx" --set /workload/data/test_labels=images.idx csv.json
expect_mistake '/workload/data/test_labels: .*images\.idx: does not have one label for each row'

# --- A device has no end
for device in /dev/zero /dev/urandom; do
  if [ -e "$device" ]; then
    run check --set "$idx" --set "/workload/data/train_images=\"$device\"" csv.json
    expect_mistake "/workload/data/train_images.*$device"
  fi
done
{ cat images.idx; cat /dev/zero; } 2>/dev/null | head -c 100000 >long.idx
run check --set "$idx" --set /workload/data/train_images=long.idx csv.json
expect_mistake 'long\.idx: too long: its header promises 8 elements'

# --- The points of a sweep share the data of their base, unless they have their own
printf '1,2,3,0\n2,1,5,1\n3,4,6,0\n4,3,1,1\n5,6,0,0\n' >wide.csv
sed 's/"stop"/"sweep": { "\/workload\/data\/path": ["rows.csv", "wide.csv"] }, &/' csv.json >sweep.json
run sweep --timing-only --out sweep sweep.json
expect_status 0
expect "24 B and 32 B an update and worker" python3 -c '
import csv, sys
rows = list (csv.DictReader (open ("sweep/points.csv", encoding="utf-8")))
sys.exit (0 if [float (r["bytes"]) for r in rows] == [480, 640] else 1)'
finish
