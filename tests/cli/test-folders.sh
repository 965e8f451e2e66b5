#!/bin/sh
# Folders of results that somebody or something else is in: another sweep, results of another kind, what a killed process left,
# damage, names that are too long, links.
. "$G_TEST_SRCDIR/cli/harness.sh"
need_python
sed 's/"stop"/"sweep": { "\/cluster\/workers": [1, 2, 3] }, "stop"/' job.json >grid.json
sed 's/"iterations": 5/"iterations": 1000000000/' grid.json >endless.json

# --- One sweep at a time in a folder; the other is told whose it is
"$LOCKSTEP" sweep --quiet --jobs 1 --out busy endless.json >/dev/null 2>&1 </dev/null &
owner=$!
until [ -e busy/sweep.json ]; do sleep 0.01; done
run sweep --out busy grid.json
expect_mistake "busy: process $owner on .* works in this folder"
run sweep --resume --out busy endless.json
expect_mistake "busy: process $owner on .* works in this folder"
run run --force --out busy job.json
expect_mistake "busy: process $owner on .* works in this folder"
kill -TERM $owner
wait $owner
status=$?
command="lockstep sweep --out busy endless.json, SIGTERM"
expect_status 143
expect "it is marked" holds busy/result.json 'r["interrupted"] is True and r["sweep"] == { "runs": 3, "done": 0 }'
expect "nothing hidden stays" test -z "$(find busy -name '.*')"
"$LOCKSTEP" sweep --quiet --jobs 1 --out busy endless.json >/dev/null 2>&1 </dev/null &
owner=$!
until [ -e busy/sweep.json ]; do sleep 0.01; done
kill -KILL $owner
wait $owner
run sweep --quiet --out busy grid.json
expect_status 0
expect "nothing hidden stays" test -z "$(find busy -name '.*')"

# --- Results of another kind are not replaced without being asked for
run run --out busy job.json
expect_mistake 'busy: holds the results of a sweep, not of a run.*--force'
expect "the sweep is there" test -s busy/points.csv
run run --out busy --force job.json
expect_status 0
expect_not "the sweep is gone" test -e busy/points.csv
run sweep --out busy grid.json
expect_mistake 'busy: holds the results of a run, not of a sweep'
run topo --out busy job.json
expect_status 2
expect_stderr 'busy: holds the results of a run, not of lockstep topo'
run run --out busy job.json
expect_status 0

# --- A run that was kept and is damaged is done again
run sweep --quiet --out swept grid.json
cp swept/points.csv whole.csv
for damage in 's/.*//' 's/.$//' 's/"updates"/"update"/'; do
  sed -i "$damage" swept/runs/000001.json
  run sweep --quiet --resume --out swept grid.json
  expect_status 0
  expect_stderr 'note: what was kept of run 1 \(workers=2\) is damaged: it is done again'
  expect "the table is whole" cmp -s whole.csv swept/points.csv
  run sweep --quiet --resume --out swept grid.json
  expect "now it is not" test ! -s err
done

# --- What a killed process left behind goes; what a living one writes stays
mkdir out.d .lockstep.killed
touch swept/runs/.lockstep.killed swept/.lockstep.killed .lockstep.killed/result.json .lockstep.other .lockstep.living
command="lockstep run and sweep --resume beside a living process"
python3 -c '
import fcntl, os, subprocess, sys
living = open (".lockstep.living")
fcntl.flock (living, fcntl.LOCK_EX)
for arguments in (["run", "--out", "new", "job.json"], ["sweep", "--resume", "--out", "swept", "grid.json"]):
    subprocess.run ([os.environ["LOCKSTEP"], *arguments, "--quiet"], check=True)' >out 2>err
status=$?
expect_status 0
expect "what was left beside the run is gone" test ! -e .lockstep.killed
expect "what was left in the sweep is gone" test -z "$(find swept -name '.*')"
expect "what is not ours stays" test -e .lockstep.other
expect "what is in use stays" test -e .lockstep.living

# --- A name that the file system does not take is told before anything is run
name=$(printf '%0300d' 7)
deep=$(printf 'd/%.0s' $(seq 2100))
for out in "$name" "new/$name" "none/$name/below" "$deep"; do
  run run --out "$out" job.json
  expect_mistake 'File name too long'
done
run sweep --out "$name" grid.json
expect_mistake 'File name too long'
run test --junit "$name" job.json
expect_status 2
expect_stderr 'File name too long'

# --- What is blessed stays the link that it is, with the mode that it has; what is read-only stays as it is
sed 's/"stop"/"expect": [ { "fingerprint": "" } ], "stop"/' job.json >blank.json
cp blank.json goal.json
chmod 640 goal.json
ln -s goal.json link.json
run test --update link.json
expect_status 0
expect "the link is a link" test -L link.json
expect "its goal has the fingerprint" grep -Eq '"fingerprint": "[0-9a-f]{16}"' goal.json
expect "its mode is what it was" test "$(stat -c %a goal.json)" = 640
cp blank.json sealed.json
chmod 444 sealed.json
run test --update sealed.json
expect_status 2
expect_stderr 'sealed\.json: cannot write: is read-only'
expect "which is said before anything is run" test ! -s out
expect "it is as it was" cmp -s blank.json sealed.json
finish
