#!/bin/sh
# help, new and examples.
. "$G_TEST_SRCDIR/cli/harness.sh"
need_python

run help
expect_status 0
for verb in run check sweep merge test compare topo new examples explain list schema help; do
  expect_stdout "^  $verb "
done
run
expect_status 2
expect_stdout_empty
run help compare
expect_status 0
expect_stdout 'lockstep compare .*A B'
expect_stdout '--out=DIR'
run help comapre
expect_mistake 'did you mean "compare"'
run comapre
expect_mistake 'did you mean "compare"'
run report
expect_mistake 'not in this version'

# --- new: a scenario that runs and keeps what it promises
run new mine.json
expect_status 0
run check mine.json
expect_status 0
run test mine.json
expect_status 0
run run --json mine.json
expect "its run has learnt" holds out 'm["final.test_accuracy"] >= 0.8 and r["name"] == "mine"'
echo precious >there.json
run new there.json
expect_mistake 'there already'
expect "it is as it was" grep -qx precious there.json
ln -s nowhere link.json
run new link.json
expect_mistake 'there already'
run new no/such/folder.json
expect_mistake 'no/such'
run new
expect_mistake 'missing'
run new -
expect_status 0
expect "on standard output it is the same" cmp -s out mine.json
expect_not "no temporary file is left" sh -c 'ls -A | grep -E "^\."'

# --- examples: what is listed can be run by its name, what is copied is whole
run examples
expect_status 0
expect_stdout '^quickstart  +[A-Z]'
expect_stdout '^labs/ssp  +[A-Z]'
mv out listed
cut -d' ' -f1 listed | while read -r name; do
  "$LOCKSTEP" check "$name" >>names 2>&1 || echo "$name" >>unknown
done
expect_not "each name is a scenario's" test -e unknown
run examples copies
expect_status 0
expect "every one is copied" test "$(find copies -name '*.json' | wc -l)" -eq "$(wc -l <listed)"
# same_but_schema NAME: all but the line with the schema is as it is here; that line leads to a file from any folder.
same_but_schema ()
{
  grep -v '"$schema":' "$G_TEST_SRCDIR/../scenarios/$1.json" >here
  grep -v '"$schema":' "copies/$1.json" | cmp -s here - || return 1
  [ "$(grep -c '"$schema":' "copies/$1.json")" -eq 1 ] || return 1
  schema=$(sed -n 's/^  "$schema": "\(\/.*\)",$/\1/p' "copies/$1.json")
  [ -n "$schema" ] && cmp -s "$schema" "$G_TEST_SRCDIR/../lockstep.schema.json"
}
expect "the copy is whole" same_but_schema quickstart
expect "the copy of a lab is whole" same_but_schema labs/ssp
expect_not "makefiles are no examples" sh -c 'find copies -name "*.mk" | grep .'
rm copies/quickstart.json
run examples copies
expect_mistake 'there already'
expect "nothing was copied in part" test ! -e copies/quickstart.json
run examples a b
expect_mistake 'one folder'

# --- explain, list and schema: the language in words
run explain /training/staleness
expect_status 0
expect_stdout '^/training/staleness: a whole number'
run explain
expect_status 0
for key in workload cluster training stop expect; do
  expect_stdout "^  $key "
done
run explain /cluster/worker
expect_mistake 'did you mean "?/cluster/workers'
run explain /a /b
expect_mistake 'one pointer'
run list protocols
expect_status 0
expect_stdout '^ssp  +[a-z]'
run list
expect_status 0
mv out lists
while read -r what; do
  run list "$what"
  expect "there are $what" test -s out
done <lists
run explain cluster.network.latency
expect_stdout '^/cluster/network/latency: a time'
run explain bandwidth
expect_stdout '^/cluster/network/bandwidth: a data rate'
expect_stdout '^/cluster/groups/\*/bandwidth: a data rate'
run explain hidden
expect_stdout '^/workload/hidden: '
run explain training.protocol
expect_stdout '^  required +yes'
expect_not "what is required has no default" grep -q "^  default" out
described=$(described 'a # SKIP of "\d"' | sed 's/.*: //')
expect "nothing in a description begins a directive" test "$described" = 'a \# SKIP of "\\d"'
run explain bandwith
expect_mistake 'no key /bandwith \(did you mean bandwidth\?\)'
run explain clustre
expect_mistake 'did you mean cluster\?'
run explain /bandwidth
expect_mistake 'no key /bandwidth'
run list devices
expect_stdout '^a100 +NVIDIA A100'
expect_stdout '^  16 bits 312 TFLOP/s at peak, of which convolutions reach 0\.195, products 0\.5$'
expect_stdout '^  memory  80 GB at 2\.04 TB/s; links to other devices 600 GB/s$'
expect_stdout '^  fp32    none$'
run list models
expect_stdout '^resnet50 .*; 25557032 parameters, forward [0-9.]+ GFLOP a sample$'
run list metrics
expect_stdout '^speedup +throughput over that of one worker'
expect_not "what no key can produce is left out" grep -q '^breakdown\.checkpoint' out
expect_stdout '^dropped +gradients that arrived'
expect_stdout '^age\.mean +age of a model'
run list keys
expect_stdout '^/cluster/network/oversubscription +[a-z]'
expect_stdout '^/cluster/network/links/\*/from +[a-z]'
expect "each key once" test -z "$(cut -d' ' -f1 out | sort | uniq -d)"
expect_not "no key that is not in this version" grep -q '^/jobs' out
run list protcols
expect_mistake 'protocols'
run schema
expect_status 0
expect "the schema is as committed" cmp -s out "$G_TEST_SRCDIR/../lockstep.schema.json"
run schema extra
expect_mistake 'no operand'

# --- The manual page tells every verb and every option.
sed 's/\\-/-/g; s/\\//g' "$G_TEST_SRCDIR/../docs/lockstep.1" >manual
command="lockstep.1"
status=0
for verb in $("$LOCKSTEP" help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
  expect "lockstep.1 has $verb" grep -qE "^\.(B|BI|BR) \"?$verb\\>" manual
  for option in $("$LOCKSTEP" help "$verb" | grep -oE -- '--[a-z-]+' | sort -u); do
    expect "lockstep.1 has $option" grep -q -e "$option\\>" manual
  done
done
finish
