#!/bin/sh
# test: conditions judged, in TAP and JUnit, and fingerprints blessed.
. "$G_TEST_SRCDIR/cli/harness.sh"
need_python

# scenario NAME EXPECT [SWEEP]: job.json with conditions. A BSP iteration of it takes 16.557 ms with 7 workers, 11.0224 ms with 1, of which 10 ms are compute: 7 workers have a speed-up of 7 x 10 / 16.557 = 4.228.
scenario ()
{
  python3 - "$@" <<'EOP' >"$1.json"
import json, sys
s = json.load (open ("job.json"))
s["name"] = sys.argv[1]
s["expect"] = json.loads (sys.argv[2])
if len (sys.argv) > 3:
  s["sweep"] = json.loads (sys.argv[3])
print (json.dumps (s, indent=2))
EOP
}

# --- What holds and what does not
scenario good '["messages == 70", "iteration.mean < 16.6 ms", "iteration.mean > 16.5 ms", "staleness.max == 0"]'
scenario bad '["messages == 70", "iteration.mean < 16.5 ms", "final.test_accuracy > 0.5"]'
run test good.json
expect_status 0
expect "the plan comes before the tests" test "$(sed -n 2p out)" = "1..4"
expect "four tests" test "$(grep -c '^ok ' out)" -eq 4
expect_stdout '^ok 1 - good messages == 70 \(measured 70\)$'
expect "nothing on standard error" test ! -s err
run test good.json bad.json
expect_status 1
expect "one plan" test "$(grep -c '^1\.\.7$' out)" -eq 1
expect_stdout '^ok 5 - bad messages'
expect_stdout '^not ok 6 - bad iteration\.mean'
expect_stdout '^  expected: "< 0\.0165 s"'
expect_stdout '^  actual: "0\.01655'
expect_stdout '^  at: "bad\.json:[0-9]+:[0-9]+"'
expect_stdout '^not ok 7 - bad final\.test_accuracy'
expect_stdout '^  actual: "nothing"'
run test --set /cluster/workers=3 good.json
expect_status 1
expect_stdout '^not ok 1 - good messages == 70 \(measured 30\)$'

# A metric that another protocol declares is known, and not produced.
scenario foreign '["age.mean >= 0"]'
run test foreign.json
expect_status 1
expect_stdout '^  actual: "nothing"'

# A scenario that states nothing must run.
run test job.json
expect_status 0
expect_stdout '^ok 1 - job$'

# --- A sweep: every point is run; the same words for any number of jobs
scenario grid '["messages >= 10", { "when": { "/cluster/workers": 7 }, "is": "speedup >= 4" }, "simulated[7] > simulated[1]"]' \
  '{ "/cluster/workers": [1, 3, 7], "repeat": 2 }'
run test --jobs 2 grid.json good.json
expect_status 0
expect_stdout '^ok 2 - grid\[workers=3\] messages >= 10 \(measured 30, 30\)$'
expect_stdout '^ok 4 - grid\[workers=7\] speedup >= 4 \(measured 4\.22781'
expect_stdout '^ok 6 - good'
mv out two
run test --jobs 1 grid.json good.json
expect "the same with one job" cmp -s out two

# --- A condition that fails says what it is for, where its figure comes from, and how many repeats held
scenario told '[{ "is": "iteration.mean < 16500 us", "repeats": "2 of 3", "description": "as fast as last year", "source": "the log" }]' \
  '{ "repeat": 3 }'
run test told.json
expect_status 1
expect_stdout '^  description: "as fast as last year"$'
expect_stdout '^  source: "the log"$'
expect_stdout '^  expected: "< 0\.0165 s"$'
expect_stdout '^  held: "0 of 3 held, 2 needed"$'

# --- JUnit
run test --junit report.xml grid.json bad.json
expect_status 1
expect "JUnit agrees" python3 -c '
import sys, xml.etree.ElementTree as tree
root = tree.parse ("report.xml").getroot ()
suites = root.findall ("testsuite")
assert [s.get ("name") for s in suites] == ["grid", "bad"]
assert (root.get ("tests"), root.get ("failures"), root.get ("errors")) == ("8", "2", "0")
assert len (suites[0].findall ("testcase")) == 5 and len (root.findall (".//failure")) == 2
assert all (0 < float (s.get ("time")) < 60 for s in suites)
assert "expected < 0.0165 s" in root.find (".//failure").get ("message")'
run test --junit no/such/report.xml good.json
expect_mistake 'no/such'

# --- A file that cannot be read is a test that fails; the others are run.
scenario wrong '["messagess == 70"]'
run test wrong.json good.json nowhere.json --junit partly.xml
expect_status 2
expect_stderr 'wrong\.json:[0-9]+:[0-9]+: error: .*did you mean "messages"'
expect_stdout '^1\.\.6$'
expect_stdout '^not ok 1 - wrong\.json$'
expect_stdout '^  failed: "cannot be read as a scenario'
expect_stdout '^ok 5 - good staleness'
expect_stdout '^not ok 6 - nowhere\.json$'
expect_stdout '^# 6 tests: 4 passed, 2 failed, 0 skipped$'
expect "JUnit has both" python3 -c '
import xml.etree.ElementTree as tree
root = tree.parse ("partly.xml").getroot ()
assert (root.get ("tests"), root.get ("failures"), root.get ("errors")) == ("6", "0", "2")'
run test wrong.json
expect_status 2
expect_stdout '^# 1 test: 0 passed, 1 failed, 0 skipped$'

# --- A part of the conditions, and how far a comparison may be missed
run test --filter iteration good.json bad.json grid.json
expect_status 1
expect_stdout '^1\.\.3$'
expect_not "nothing else is judged" grep -Eq '^(not )?ok.*(messages|grid)' out
run test --filter nothing-like-it good.json
expect_mistake 'nothing-like-it'
run test --filter iteration --tolerance 0.3 bad.json
expect_status 1
run test --filter iteration --tolerance 0.4 bad.json
expect_status 0
run test --tolerance 101 bad.json
expect_mistake 'tolerance'

# sole_error FILE TEXT: the report has one test, an error that tells TEXT.
sole_error ()
{
  python3 -c '
import sys, xml.etree.ElementTree as tree
root = tree.parse (sys.argv[1]).getroot ()
for e in (root, root.find ("testsuite")):
  assert (e.get ("tests"), e.get ("failures"), e.get ("errors")) == ("1", "0", "1")
assert sys.argv[2] in root.find ("testsuite/testcase/error").get ("message")' "$@"
}
run test
expect_mistake 'missing'
run test --jobs 0 good.json
expect_mistake 'jobs'

# --- A run that fails: its conditions fail, the exit status says 3.
python3 - <<'EOP' >explodes.json
import json
s = json.load (open ("learning.json"))
s["name"] = "explodes"
s["workload"]["optimizer"]["rate"] = 1e6
s["expect"] = ["final.test_accuracy > 0.5", "updates > 0"]
print (json.dumps (s))
EOP
run test --junit report.xml explodes.json good.json
expect_status 3
expect_stdout '^not ok 1 - explodes'
expect_stdout '^not ok 2 - explodes'
expect_stdout '^  failed: "'
expect_stdout '^ok 3 - good'
expect "errors, no failure" grep -q '<testsuite name="explodes" .* tests="2" failures="0" errors="2"' report.xml
expect "and what it was" grep -q '<error message=' report.xml

# --- Fingerprints: --update changes these characters alone.
scenario print '["messages == 70", { "fingerprint": "0123456789abcdef" }]'
cp print.json before.json
run test print.json
expect_status 1
expect_stdout '^not ok 2 - print fingerprint of the timeline'
expect "judging changes nothing" cmp -s print.json before.json
found=$(sed -n 's/^  actual: "\([0-9a-f]*\)"$/\1/p' out)
run test --update print.json
expect_status 0
expect_stdout "^# .*: 0123456789abcdef -> $found$"
expect_stdout '^# no golden timeline is kept as print\.timeline\.csv'
sed "s/0123456789abcdef/$found/" before.json >wanted.json
expect "nothing else has changed" cmp -s print.json wanted.json
run test print.json
expect_status 0
run test --update print.json
expect "what holds is left alone" cmp -s print.json wanted.json

# What is still empty is filled in.
sed "s/$found//" wanted.json >print.json
run test print.json
expect_status 1
run test --update print.json
expect_status 0
expect_stdout "^# .*: \"\" -> $found$"
expect "an empty fingerprint is filled in" cmp -s print.json wanted.json

# With a golden timeline the first event that differs is shown, and the golden one renewed.
run run --quiet --out first print.json
cp first/timeline.csv print.timeline.csv
sed 's/"10 ms"/"11 ms"/' wanted.json >print.json
run test --update print.json
expect_status 0
expect_stdout '^# the first event that differs, line 2$'
expect_stdout '^#   was: worker0,compute,compute,0\.000000000,0\.010000000,'
expect_stdout '^#   is:  worker0,compute,compute,0\.000000000,0\.011000000,'
run run --quiet --out second print.json
expect "the golden timeline is renewed" cmp -s print.timeline.csv second/timeline.csv
run test print.json
expect_status 0

# Weights are filled in with the core that they were computed on, and are not judged on another one, which the plan counts.
python3 - <<'EOP' >weights.json
import json
s = json.load (open ("learning.json"))
s["name"] = "weights"
s["expect"] = [{ "fingerprint": { "weights": "", "blas_core": "" } }]
print (json.dumps (s))
EOP
run test weights.json
expect_status 1
expect_stdout '^  hint: "lockstep test --update fills it in"$'
run test --update weights.json
expect_status 0
expect "weights and core are filled in" grep -Eq '"weights": "[0-9a-f]{16}", "blas_core": "[A-Za-z0-9]+"' weights.json
run test weights.json
expect_status 0
expect_stdout '^ok 1 - weights fingerprint of the weights \(measured'
sed 's/"blas_core": "/&Not/' weights.json >other.json
cp other.json before.json
run test --junit skipped.xml other.json
expect_status 0
expect_stdout '^ok 1 - weights fingerprint of the weights # SKIP the weights are those of Not[A-Za-z0-9]+, this is '
expect "JUnit skips it too" grep -q '<skipped message=' skipped.xml
run test --update other.json
expect "another core's weights are left alone" cmp -s other.json before.json
sed 's/"weights": "[0-9a-f]*"/"weights": ""/' other.json >empty.json
run test --update empty.json
expect_status 0
expect "they are filled in where they are empty, whatever core is stated" cmp -s empty.json weights.json

# Points that differ cannot share a fingerprint; overrides are not blessed.
scenario many '[{ "fingerprint": "0123456789abcdef" }]' '{ "/cluster/workers": [1, 3] }'
cp many.json before.json
run test --update many.json
expect_status 1
expect_stdout '^# .*not blessed.*"when"'
expect "the file is as it was" cmp -s many.json before.json
run test --update --seed 3 print.json
expect_mistake 'leave out'
run test --update -
expect_mistake 'standard input'
run_with "$(cat good.json)" test -
expect_status 0
expect_stdout '^ok 1 - good'

# --- A signal ends it, with what there was.
sed 's/"iterations": 5/"iterations": 100000000/' good.json >long.json
command="lockstep test good.json long.json, then SIGTERM"
: >out
"$LOCKSTEP" test good.json long.json --junit stopped.xml >>out 2>err </dev/null &
process=$!
waited=0
until grep -q '^ok 4' out || [ "$waited" -eq 100 ]; do
  sleep 0.1
  waited=$((waited + 1))
done
kill -TERM "$process"
wait "$process"
status=$?
expect_status 143
expect_stdout '^ok 4 - good'
expect_stdout '^Bail out! interrupted'
expect "the report says so" sole_error stopped.xml interrupted
finish
