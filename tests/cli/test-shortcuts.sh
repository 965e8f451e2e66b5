#!/bin/sh
# A collective that is advanced at once gives what it gives step by step, to the last digit; only the number of events and the
# time on the wall are others.
. "$G_TEST_SRCDIR/cli/harness.sh"

cat >ring.json <<'EOF'
{
  "workload": { "model": "resnet50", "batch": 64 },
  "cluster": {
    "workers": 12,
    "device": { "kind": "v100", "efficiency": 0.15 },
    "network": { "bandwidth": "10 Gbit/s", "latency": "5 us" },
    "slowdown": { "dist": "uniform", "low": 1, "high": 1.3 }
  },
  "training": { "protocol": "bsp", "exchange": "ring", "overlap": true },
  "stop": { "iterations": 3 }
}
EOF

# The result without what may differ.
the_same_of ()
{
  grep -vE '"(events|shortcuts|wall_s)":' "$1"
}

# Whether FILE says that a collective was advanced at once.
has_shortcuts ()
{
  grep -q '"shortcuts": *[1-9]' "$1"
}

# both SET...: a run of ring.json with and without shortcuts.
both ()
{
  run run --json "$@" ring.json
  expect_status 0
  the_same_of out >with
  expect "something was advanced at once" has_shortcuts out
  run run --json --no-shortcuts "$@" ring.json
  expect_status 0
  the_same_of out >without
  expect_not "nothing is when told" has_shortcuts out
  expect "the same result" cmp with without
}

both
both --set /training/overlap=false --set '/cluster/slowdown={}'
for exchange in two-level torus tree recursive-doubling halving-doubling; do
  both --set /training/exchange=$exchange
done
islands='{ "topology": "islands", "island": 4, "bandwidth": "100 Gbit/s", "latency": "5 us" }'
both --set /training/exchange=two-level --set "/cluster/network=$islands"
# Cut in the middle of one.
both --set '/stop={ "time": "2.4 s" }'
both --set '/stop={ "time": "2.4 s" }' --set /training/exchange=two-level --set "/cluster/network=$islands"

# Messages that are kept for a timeline are sent one by one, so the files are the same byte for byte.
run run --quiet --out kept ring.json
run run --quiet --no-shortcuts --out kept-stepped ring.json
for file in timeline.csv links.csv metrics.csv; do
  expect "the same $file" cmp "kept/$file" "kept-stepped/$file"
done

# Where there are more than are kept, the trace tells from when on they are missing for that reason.
long='{ "iterations": 60 }'
run run --quiet --out long --set /cluster/workers=64 --set /training/exchange=ring --set "/stop=$long" ring.json
expect_status 0
expect "the trace says how many" has_shortcuts long/trace.json
expect "and since when" grep -q '"shortcuts_from_s": *[1-9]' long/trace.json

sed 's|"stop"|"sweep": { "/cluster/workers": [3, 8] }, "stop"|' ring.json >sweep.json
run sweep --out swept sweep.json
expect_status 0
run sweep --no-shortcuts --out stepped sweep.json
expect_status 0
expect "a sweep has the same points" cmp swept/points.csv stepped/points.csv
finish
