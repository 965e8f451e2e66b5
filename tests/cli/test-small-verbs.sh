#!/bin/sh
# help, new and examples.
. "$G_TEST_SRCDIR/cli/harness.sh"
need_python

run help
expect_status 0
for verb in run check sweep merge test compare new examples help; do
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
run partition
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
expect "byte for byte" cmp -s copies/quickstart.json "$G_TEST_SRCDIR/../scenarios/quickstart.json"
expect_not "makefiles are no examples" sh -c 'find copies -name "*.mk" | grep .'
rm copies/quickstart.json
run examples copies
expect_mistake 'there already'
expect "nothing was copied in part" test ! -e copies/quickstart.json
run examples a b
expect_mistake 'one folder'
finish
