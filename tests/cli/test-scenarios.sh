#!/bin/sh
# The scenarios that come with lockstep: all are right, found by name, and the labs show what they are there to show.
. "$G_TEST_SRCDIR/cli/harness.sh"
need_python
shipped=$(cd "$G_TEST_SRCDIR/../scenarios" && pwd) || exit 99

find "$shipped" -name '*.json' | LC_ALL=C sort >list
while read -r file; do
  run check "$file"
  expect_status 0
  expect "no remark on $file" test ! -s err
done <list

run check labs/bsp quickstart-offline.json
expect_status 0

# One straggler among the workers, the same seed and data: asynchronous is soonest, bulk-synchronous last.
for lab in asp bsp ssp; do
  run run --timing-only --json "labs/$lab"
  expect_status 0
  mv out "$lab.json"
done
command="labs"
status=0
cat >labs.py <<'EOP'
import json, sys
asp, ssp, bsp = (json.load (open (name + ".json"))["metrics"] for name in ("asp", "ssp", "bsp"))
sys.exit (0 if eval (sys.argv[1]) else 1)
EOP
expect "the same samples" python3 labs.py 'asp["samples"] == ssp["samples"] == bsp["samples"]'
expect "ASP is sooner than SSP, SSP than BSP" python3 labs.py 'asp["simulated"] < ssp["simulated"] < bsp["simulated"]'
expect "BSP has no staleness" python3 labs.py 'bsp["staleness.max"] == 0'
expect "ASP's lead is larger than SSP's" python3 labs.py 'asp["lead.max"] > ssp["lead.max"]'

# Bound 0 waits exactly as bulk-synchronous does.
run run --timing-only --json --set /training/staleness=0 labs/ssp
expect_status 0
mv out ssp.json
expect "SSP with bound 0 never leads" python3 labs.py 'ssp["lead.max"] == 0'
expect "SSP with bound 0 takes BSP's time" python3 labs.py 'abs (ssp["simulated"] / bsp["simulated"] - 1) < 1e-6'

finish
