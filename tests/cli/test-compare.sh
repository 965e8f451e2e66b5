#!/bin/sh
# compare: folders of results and scenarios side by side.
. "$G_TEST_SRCDIR/cli/harness.sh"
need_python

run run --quiet --out seven job.json
expect_status 0
sed 's/"workers": 7/"workers": 3/; s/"name": *"[^"]*"/"name": "three"/' job.json >three.json

# An iteration takes C + 2(a + N G/B); C = 10 ms, a = 50 us, G = 1.1 MB, B = 2.385 GB/s: 16.557 ms for 7 workers, 12.867 ms for 3.
run compare seven three.json
expect_status 0
expect_stdout '^metric +.* three +difference +ratio'
expect_stdout '^iteration\.mean +16\.6 ms +12\.9 ms +-3\.69 ms +0\.777[12]'
expect_stdout '^messages +70 +30 +-40 +0\.4286'
expect_not "nothing of what no run has" grep -q '^final.test_accuracy' out
expect_not "no colour where it is not a terminal" grep -q "$(printf '\033')" out
expect "nothing on standard error" test ! -s err

# A folder of lockstep's that is not one run's.
run sweep three.json --set '/sweep={"/cluster/workers":[1,3]}' --out swept --quiet
run compare seven swept
expect_status 2
expect_stderr 'swept: these are not the results of one run'

# Two sweeps, point by point: 3 workers are in both, 1 and 2 are not. Twice the compute: 12.867 and 22.867 ms.
run sweep three.json --set '/sweep={"/cluster/workers":[3,2],"/training/protocol":["bsp"]}' --set '/workload/step_time=20 ms' --out slow --quiet
run compare swept slow
expect_status 2
expect_stderr 'swept varies /cluster/workers, but slow varies /cluster/workers, /training/protocol'
run sweep three.json --set '/sweep={"/cluster/workers":[3,2]}' --set '/workload/step_time=20 ms' --out slow --quiet
run compare swept slow
expect_status 0
expect_stdout '^A: swept$'
expect_stdout '^B: slow$'
expect_stdout '^ +workers +simulated A +B +B/A .* iteration.mean A +B +B/A'
expect_stdout '^ +3 +64\.3 ms +114 ms +1\.777 .* 12\.9 ms +22\.9 ms +1\.777'
expect_stdout '^  not in all, but in A: workers=1$'
expect_stdout '^  not in all, but in B: workers=2$'
COLUMNS=60 run compare swept slow
expect "no line passes the width" test "$(wc -L <out)" -le 60
run compare swept slow --out pair
expect_mistake 'in a table alone'
printf 'x' >>slow/points.csv
run compare swept slow
expect_mistake 'slow/points\.csv:4: has too few cells'

# Two runs of one name are told apart by what the user called them; the options are those of what is run.
run compare seven job.json
expect_status 0
expect_stdout '^metric +seven +job\.json '
expect_stdout '^simulated .* \+0 s +1$'
run compare seven job.json --set /cluster/workers=3
expect_status 0
expect_stdout '^messages +70 +30 '
run compare job.json job.json three.json
expect_status 0
expect_stdout '1: job\.json +2: job\.json .* three '

# --- --out
run compare --quiet --out both seven three.json learning.json
expect_status 0
expect_stdout_empty
expect "a script to draw it again" test -s both/compare.gp
expect "the numbers" holds both/result.json '[c["metrics"]["messages"] for c in r["compare"]][:2] == [70, 30]'
if command -v gnuplot >/dev/null 2>&1; then
  expect "a picture" grep -q '</svg>' both/compare.svg
fi
run compare --quiet --out both seven three.json
expect_status 0
expect "a folder of its own is replaced" holds both/result.json 'len (r["compare"]) == 2'
mkdir mine
: >mine/notes.txt
run compare --out mine seven three.json
expect_mistake 'did not write'

# --- Mistakes are found before anything is run.
run compare seven
expect_mistake 'two or more'
run compare seven nowhere.json
expect_mistake 'nowhere\.json'
mkdir empty
run compare seven empty
expect_mistake 'empty'
edited job.json 's/"workers": 7/"workers": 0/'
run compare three.json wrong.json --out new
expect_mistake 'at least 1'
expect "nothing is written" test ! -e new
finish
