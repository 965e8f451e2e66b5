#!/bin/sh
# test --baseline: what got slower or worse than earlier results, by more than the noise of its seeds.
. "$G_TEST_SRCDIR/cli/harness.sh"
need_python

# --- One seed. An iteration takes 16.557 ms, 10 ms of which are compute: of 10.1 ms it takes 16.657 ms, 0.604 % more; throughput
# is 0.600 % less, and the speed-up, which is over the compute alone, grows.
run run --quiet --out before job.json
run test --baseline before job.json
expect_status 0
expect_stdout '^1\.\.4$'
expect_stdout "^ok 2 - job iteration\.mean no worse than the baseline's \(measured 0\.016557 s, was 0\.016557 s, one seed\)$"
run test --baseline before --set '/workload/step_time=10.1 ms' job.json
expect_status 1
expect_stdout "^not ok 1 - job simulated no worse"
expect_stdout "^not ok 2 - job iteration\.mean no worse than the baseline's \(measured 0\.016657 s, was 0\.016557 s, one seed\)$"
expect_stdout '^  expected: "<= 0\.016557 s"$'
expect_stdout '^  at: "before/result\.json"$'
expect_stdout "^not ok 3 - job throughput no worse"
expect_stdout '^  expected: ">= 13529 samples/s"$'
expect_stdout "^ok 4 - job speedup no worse"
run test --baseline before --set '/workload/step_time=9.9 ms' job.json
expect_status 1
expect "what is faster is no worse, but its speed-up is" test "$(grep -c '^ok' out)" -eq 3
expect_stdout '^not ok 4 - job speedup'
run test --baseline before --tolerance 0.59 --set '/workload/step_time=10.1 ms' job.json
expect_status 1
run test --baseline before --tolerance 0.61 --set '/workload/step_time=10.1 ms' job.json
expect_status 0
run test --baseline before --filter throughput --set '/workload/step_time=10.1 ms' --junit report.xml job.json
expect_status 1
expect_stdout '^1\.\.1$'
expect "JUnit tells both figures" grep -q '<failure message="expected &gt;= 13529 samples/s, measured 13447.8 samples/s, was 13529' report.xml

# --- Its conditions are judged too; what is no longer reached is worse; a run that fails is a failure.
python3 - <<'EOP'
import json
s = json.load (open ("learning.json"))
s["name"] = "learning"
s["expect"] = ["updates > 0"]
s["stop"]["target"] = { "test_accuracy": 0.5 }
json.dump (s, open ("reached.json", "w"))
s["stop"]["target"] = { "test_accuracy": 1 }
json.dump (s, open ("unreached.json", "w"))
s["stop"]["target"] = { "test_accuracy": 0.5 }
s["workload"]["optimizer"]["rate"] = 1e6
json.dump (s, open ("explodes.json", "w"))
EOP
run run --quiet --out learnt reached.json
run test --baseline learnt reached.json
expect_status 0
expect_stdout '^ok 1 - learning updates > 0'
expect_stdout '^ok [0-9] - learning time_to_target no worse'
run test --baseline learnt unreached.json
expect_status 1
expect_stdout "^not ok [0-9] - learning time_to_target no worse than the baseline's \(measured nothing, was 0"
run test --baseline learnt explodes.json
expect_status 3
expect_not "nothing of it holds" grep -q '^ok' out

# --- Several seeds: the noise is what the seeds differ by, in the earlier results and now.
python3 - <<'EOP'
import json
s = json.load (open ("job.json"))
s["name"] = "grid"
s["cluster"]["slowdown"] = { "dist": "lognormal", "median": 1, "sigma": 0.2 }
s["sweep"] = { "/cluster/workers": [2, 7], "/training/protocol": ["bsp", "asp"], "repeat": 5 }
json.dump (s, open ("grid.json", "w"))
s["sweep"] = { "/training/protocol": ["asp", "bsp"], "/cluster/workers": [7, 3], "repeat": 5 }
json.dump (s, open ("turned.json", "w"))
s["sweep"] = { "/cluster/workers": [2, 7], "repeat": 2 }
json.dump (s, open ("other.json", "w"))
EOP
mkdir -p all/of/them
run sweep --quiet --jobs 1 --out all/of/them/grid grid.json
run sweep --quiet --jobs 1 --seed 1000 --out now grid.json
run test --jobs 1 --baseline all grid.json
expect_status 0
expect "four metrics at four points" test "$(grep -c '^ok .* no worse' out)" -eq 16
run test --jobs 1 --baseline all --seed 1000 grid.json
expect "each line tells both means and the root of the sum of the intervals' squares" python3 -c '
import csv, re
def rows (dir): return { (r["/cluster/workers"], r["/training/protocol"]): r for r in csv.DictReader (open (dir + "/points.csv")) }
was, now, seen = rows ("all/of/them/grid"), rows ("now"), 0
more = { "throughput", "speedup" }
for line in open ("out"):
  m = re.match (r"(not )?ok \d+ - grid\[workers=(\d) protocol=(\w+)\] (\S+) no worse .*measured (\S+).*, was (\S+).*, noise ([^ )]+)", line)
  if not m: continue
  a, b = was[m[2], m[3]], now[m[2], m[3]]
  noise = (float (a[m[4] + ".ci95"]) ** 2 + float (b[m[4] + ".ci95"]) ** 2) ** 0.5
  for said, is_ in ((m[5], float (b[m[4]])), (m[6], float (a[m[4]])), (m[7], noise)):
    assert abs (float (said) - is_) <= 1e-5 * is_ and is_ > 0, line
  worse = float (b[m[4]]) - float (a[m[4]])
  assert (m[1] is None) == ((-worse if m[4] in more else worse) <= noise), line
  seen += 1
assert seen == 16'
run test --jobs 1 --baseline all --set '/workload/step_time=10.2 ms' grid.json
expect_status 0
run test --jobs 1 --baseline all --set '/workload/step_time=15 ms' grid.json
expect_status 1
expect_stdout '^not ok [0-9]+ - grid\[workers=2 protocol=asp\] iteration\.mean no worse .*noise 0\.'

# --- Points are known by their values, in whatever order; what is new is skipped.
run test --jobs 1 --baseline all turned.json
expect_status 0
expect_stdout '^ok [0-9]+ - grid\[protocol=asp workers=7\] throughput no worse'
expect_stdout '^ok [0-9]+ - grid\[protocol=bsp workers=3\] no worse than the baseline . SKIP the baseline has no such point$'
run test --jobs 1 --baseline all other.json
expect_status 0
expect_stdout '^ok 1 - grid\[workers=2\] no worse than the baseline . SKIP the baseline varies other keys$'
run test --jobs 1 --baseline all grid.json job.json
expect_status 0
expect_stdout '^ok 17 - job no worse than the baseline . SKIP the baseline has no results of it$'

# --- A folder that cannot be it
run test --baseline all job.json
expect_mistake 'no results of these scenarios'
run test --baseline nowhere job.json
expect_mistake 'nowhere'
mkdir twice && cp -r before learnt twice && cp -r before twice/again
run test --baseline twice job.json
expect_mistake 'results of job in '
echo '{}' >before/result.json
run test --baseline before job.json
expect_mistake 'before/result\.json'
finish
