# shellcheck shell=sh
# Sourced by the command line tests: runs the built program ($LOCKSTEP) in a scratch folder of its own and judges what it
# did. Every expectation is one line of TAP; finish prints the plan.
#
#   run check nothing.json
#   expect_status 2
#   expect_stderr 'nothing\.json'

data=$(cd "$G_TEST_SRCDIR/cli" && pwd) || exit 99
scratch=$(mktemp -d) || exit 99
trap 'rm -rf "$scratch"' EXIT
trap 'exit 99' HUP INT TERM
cp "$data"/*.json "$scratch" && cd "$scratch" || exit 99
unset LOCKSTEP_DATA LOCKSTEP_DATADIR COLUMNS
expected=0

# run ARG...: lockstep with nothing to read; its output in the files out and err, its exit status in $status.
run ()
{
  command="lockstep $*"
  "$LOCKSTEP" "$@" >out 2>err </dev/null
  status=$?
}

# run_with TEXT ARG...: the same, with TEXT on standard input.
run_with ()
{
  text=$1
  shift
  command="lockstep $* < $text"
  printf '%s' "$text" | "$LOCKSTEP" "$@" >out 2>err
  status=$?
}

# described TEXT: the command and TEXT in one line, in which nothing begins a directive of TAP.
described ()
{
  printf '%s: %s' "$command" "$1" | tr '\n' ' ' | sed 's/\\/\\\\/g; s/#/\\#/g'
}

# passed DESCRIPTION / failed DESCRIPTION: one result.
passed ()
{
  expected=$((expected + 1))
  printf 'ok %d - %s\n' "$expected" "$(described "$1")"
}

failed ()
{
  expected=$((expected + 1))
  printf 'not ok %d - %s\n' "$expected" "$(described "$1")"
  echo "# exit status $status"
  head -n 12 out | sed 's/^/# out: /'
  head -n 12 err | sed 's/^/# err: /'
}

# expect DESCRIPTION COMMAND...: the command succeeds.
expect ()
{
  description=$1
  shift
  if "$@" >/dev/null 2>&1; then passed "$description"; else failed "$description"; fi
}

expect_not ()
{
  description=$1
  shift
  if "$@" >/dev/null 2>&1; then failed "$description"; else passed "$description"; fi
}

expect_status ()
{
  expect "exit status $1" test "$status" -eq "$1"
}

# Extended regular expressions, matched against any line.
expect_stdout ()
{
  expect "standard output has /$1/" grep -Eq -e "$1" out
}

expect_stderr ()
{
  expect "standard error has /$1/" grep -Eq -e "$1" err
}

expect_stdout_empty ()
{
  expect "nothing on standard output" test ! -s out
}

# The program says so itself; it is not killed, nor does a library complain.
expect_clean_error ()
{
  expect_not "no crash, no warning of a library" grep -Eiq 'assert|critical|\*\*|sanitizer|segmentation|core dumped' err
}

# A mistake in the input: status 2, a message that matches, nothing else written.
expect_mistake ()
{
  expect_status 2
  expect_stderr "$1"
  expect_stdout_empty
  expect_clean_error
}

# edited FILE SED-SCRIPT...: a scenario from the one given, in wrong.json. The edit must change something.
edited ()
{
  original=$1
  shift
  sed "$@" "$original" >wrong.json
  if cmp -s "$original" wrong.json; then
    command="sed $*"
    status=0
    failed "the edit changes $original"
  fi
}

# True when a file is one JSON text.
is_json ()
{
  python3 -c 'import json, sys; json.load (open (sys.argv[1], encoding="utf-8"))' "$1"
}

# holds FILE EXPRESSION: a Python expression of r, the JSON in FILE, and m, its metrics.
holds ()
{
  python3 -c '
import json, sys
r = json.load (open (sys.argv[1], encoding="utf-8"))
m = r.get ("metrics")
sys.exit (0 if eval (sys.argv[2]) else 1)' "$1" "$2"
}

need_python ()
{
  if ! command -v python3 >/dev/null 2>&1; then
    echo "1..0 # SKIP python3 is not here"
    exit 0
  fi
}

finish ()
{
  echo "1..$expected"
  exit 0
}
