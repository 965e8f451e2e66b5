#!/bin/sh
# Published figures beside a sweep's own. BSP over one server: C + 2(a + N G/B) is 10 ms + 2 (50 us + 461.2 us N).
. "$G_TEST_SRCDIR/cli/harness.sh"
cat >pub.json <<'JSON'
{ "format": 1, "name": "pub",
  "workload": { "gradient_bytes": "1100 kB", "step_time": "10 ms", "batch": 16 },
  "cluster": { "workers": 2, "network": { "topology": "star", "bandwidth": "2.385 GB/s", "latency": "25 us" } },
  "training": { "protocol": "bsp" },
  "stop": { "iterations": 4 },
  "sweep": { "/cluster/workers": [1, 2, 4] },
  "published": [ { "is": "iteration.mean == 12 ms", "when": { "/cluster/workers": 2 }, "source": "nobody" },
                 { "is": "efficiency == 80 %", "when": { "/cluster/workers": [2, 4] } } ] }
JSON
run sweep pub.json --out pub
expect_status 0
expect_stdout 'workers=2 iteration\.mean +12 ms +11\.9 ms +0\.995 +nobody'
expect_stdout 'workers=4 efficiency +80 %'
expect "a line a figure" test "$(wc -l <pub/published.csv)" -eq 4
if command -v gnuplot >/dev/null 2>&1; then expect "the picture is there" grep -q '<svg' pub/published.svg; fi
sed 's/efficiency == 80 %/efficiency >= 80 %/' pub.json >wrong.json
run check wrong.json
expect_status 2
expect_stderr 'a published figure is a metric that equals a number'
sed 's/"when": { "\/cluster\/workers": 2 }/"when": { "\/cluster\/nodes": 2 }/' pub.json >wrong.json
run check wrong.json
expect_status 2
# Columns are as wide as the longest label has characters, 8 more than the other's; a number has 2 + 12 places.
sed 's/"sweep": .*/"sweep": { "\/name": ["größer µµµµµµ", "small"] },/
s/"when": { "\/cluster\/workers": 2 }/"when": { "\/name": ["größer µµµµµµ", "small"] }/; s/"source": "nobody" },/"source": "nobody" } ] }/; /efficiency/d' pub.json >wide.json
run sweep wide.json --out wide
expect_status 0
expect_stdout 'name=größer µµµµµµ iteration\.mean {9}12 ms'
expect_stdout 'name=small iteration\.mean {17}12 ms'
finish
