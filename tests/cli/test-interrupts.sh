#!/bin/sh
# What comes from outside while results are written: signals, streams that are closed, a gnuplot that misbehaves, a limit on the
# size of files. What is not the picture is kept.
. "$G_TEST_SRCDIR/cli/harness.sh"
need_python

# gnuplot_is SCRIPT: the first gnuplot in PATH is that shell script from now on.
gnuplot_is ()
{
  mkdir -p bin
  printf '#!/bin/sh\n%s\n' "$1" >bin/gnuplot
  chmod +x bin/gnuplot
}
path=$PATH
PATH=$scratch/bin:$PATH

# kept DIR: everything but the picture is there, and nothing else.
kept ()
{
  [ "$(cd "$1" && ls -A | tr '\n' ' ')" = "links.csv metrics.csv result.json scenario.json timeline.csv timeline.dat timeline.gp trace.json " ] &&
    is_json "$1/result.json"
}

# --- A gnuplot that cannot draw: the results stand, and a note says so
gnuplot_is 'exit 0'
run run --out idle job.json
expect_status 0
expect_stderr 'note: timeline\.svg was not drawn: gnuplot did not write all of it'
expect "all but the picture" kept idle
# shellcheck disable=SC2016
gnuplot_is 'for last; do :; done; name=${last%.gp}; printf "<svg><rect/>" >"$name.svg.part"; exit 0'
run run --out half job.json
expect_status 0
expect_stderr 'note: timeline\.svg was not drawn: gnuplot did not write all of it'
expect "no picture that is cut short" kept half
gnuplot_is 'echo; echo "  line 3: no such terminal  " >&2; echo more >&2; exit 1'
run run --out wrong job.json
expect_status 0
expect_stderr 'note: timeline\.svg was not drawn: gnuplot says: line 3: no such terminal$'
expect "all but the picture" kept wrong
# shellcheck disable=SC2016
gnuplot_is 'kill -9 $$'
run run --out shot job.json
expect_status 0
expect_stderr 'note: timeline\.svg was not drawn: gnuplot was ended by signal 9'
expect "all but the picture" kept shot
rm bin/gnuplot
PATH=$scratch/bin run run --out none job.json
expect_status 0
expect_stderr 'note: timeline\.svg was not drawn: there is no gnuplot in PATH'
expect "all but the picture" kept none

# --- The same for the other pictures
sed 's/"stop"/"sweep": { "\/cluster\/workers": [1, 2] }, "stop"/' job.json >grid.json
gnuplot_is 'exit 0'
run sweep --out swept grid.json
expect_status 0
expect_stderr 'note: speedup\.svg was not drawn'
expect_not "no picture of the sweep" test -e swept/speedup.svg
run topo --out net job.json
expect_status 0
expect_stderr 'note: topo\.svg was not drawn'
expect_not "no picture of the network" test -e net/topo.svg

# --- Standard streams that are closed
command="lockstep run --out closed job.json <&-"
"$LOCKSTEP" run --out closed job.json >out 2>err <&-
status=$?
expect_status 0
expect "all but the picture" kept closed
command="lockstep run --out closed job.json 2>&-"
: >err
"$LOCKSTEP" run --out closed job.json >out 2>&- </dev/null
status=$?
expect_status 0
expect "all but the picture" kept closed
command="lockstep run --out closed job.json >&-"
"$LOCKSTEP" run --out closed job.json >&- 2>err </dev/null
status=$?
expect_status 3
expect_stderr 'cannot write to standard output'
expect "all but the picture" kept closed

# --- A reader that has gone is no reason to complain, nor to lose anything
# shellcheck disable=SC2016
command='lockstep run --out unread job.json | true'
: >out
{ sleep 0.2; "$LOCKSTEP" run --out unread job.json 2>err </dev/null; echo $? >code; } | true
status=$(cat code)
expect_status 141
expect_not "no complaint" grep -q error err
expect "all but the picture" kept unread

# --- A file that may not grow: an error, and the folder as it was
command="ulimit -f 1; lockstep run --out closed --set /cluster/workers=900 job.json"
cp closed/result.json before.json
(ulimit -f 1 && "$LOCKSTEP" run --out closed --set /cluster/workers=900 job.json) >out 2>err </dev/null
status=$?
expect_status 3
expect_stderr 'writing failed'
expect "the results before are still there" cmp -s before.json closed/result.json
expect "all but the picture" kept closed

# --- A signal while gnuplot draws ends it, with its children; the rest is written and marked
# shellcheck disable=SC2016
gnuplot_is 'sleep 60 & echo $! >"$DRAWING"; wait'
DRAWING=$scratch/drawing
export DRAWING
for verb in run sweep; do
  case $verb in run) file=job.json ;; *) file=grid.json ;; esac
  command="lockstep $verb --out stopped-$verb $file, SIGTERM while gnuplot draws"
  rm -f "$DRAWING"
  "$LOCKSTEP" $verb --out "stopped-$verb" $file >out 2>err </dev/null &
  until [ -s "$DRAWING" ]; do sleep 0.01; done
  kill -TERM $!
  wait $!
  status=$?
  expect_status 143
  expect_stderr 'was not drawn: interrupted'
  expect "it is marked" holds "stopped-$verb/result.json" 'r["interrupted"] is True'
  expect "what gnuplot began ends too" python3 -c '
import sys, time
def runs (pid):
    try:
        return open (f"/proc/{pid}/stat").read ().rsplit (") ", 1)[1][0] not in "ZX"
    except FileNotFoundError:
        return False
for _ in range (100):
    if not runs (int (open (sys.argv[1]).read ())):
        sys.exit (0)
    time.sleep (0.02)
sys.exit (1)' "$DRAWING"
done
expect "all but the picture" kept stopped-run

# --- A signal at any time: before the run begins the program just ends; from then on until it ends there are results, marked, or
# it was too late and they are whole. Nothing hidden stays.
gnuplot_is 'sleep 0.01; exit 1'
command="lockstep run --out any job.json, SIGTERM at any time"
cat >any.py <<'PYTHON'
import json, os, shutil, signal, subprocess, sys, time

def one (delay):
    shutil.rmtree ("any", ignore_errors=True)
    child = subprocess.Popen ([os.environ["LOCKSTEP"], "run", "--json", "--out", "any", "job.json"], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep (delay)
    child.send_signal (signal.SIGTERM)
    out = child.communicate ()[0]
    if child.returncode == -signal.SIGTERM:
        assert not os.path.exists ("any") and not out, "results of a program that was ended"
    else:
        marked = [json.loads (text).get ("interrupted", False) for text in (out, open ("any/result.json").read ())]
        assert marked == 2 * [child.returncode == 128 + signal.SIGTERM], (child.returncode, marked)
        assert child.returncode in (0, 128 + signal.SIGTERM), child.returncode
    hidden = [name for place in (".", "any") if os.path.isdir (place) for name in os.listdir (place) if name[0] == "."]
    assert not hidden, hidden
    return child.returncode

begin = time.monotonic ()
subprocess.run ([os.environ["LOCKSTEP"], "run", "--quiet", "--out", "any", "job.json"], stderr=subprocess.DEVNULL)
whole = time.monotonic () - begin
codes = [one (whole * i / 30) for i in range (36)]
assert 128 + signal.SIGTERM in codes, codes
PYTHON
status=0
: >out
python3 any.py 2>err
status=$?
expect_status 0
PATH=$path
finish
