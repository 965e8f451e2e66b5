#!/bin/sh
# partition: who holds which rows, printed, written and drawn.
. "$G_TEST_SRCDIR/cli/harness.sh"

# 120 rows of 4 classes by turns, among 6 workers in blocks: 20 rows each, 5 of each class, all mixtures alike.
model=softmax target=class
share ()
{
  partition=$1
  shift
  run partition learning.json --set "/workload={ \"model\": \"$model\", \"data\": { \"source\": \"csv\", \"path\": \"rows.csv\", \"test\": 12, \"target\": \"$target\" },
    \"batch\": 2, \"optimizer\": { \"kind\": \"sgd\", \"rate\": 0.05 }, \"partition\": $partition }" --set /cluster/workers=6 "$@"
}
i=0
while [ $i -lt 132 ]; do
  echo "0.$i,1,$((i % 4))"
  i=$((i + 1))
done >rows.csv

run partition learning.json
expect_mistake 'no /workload/partition: all workers draw from one stream'
share '{ "kind": "blocks" }'
expect_status 0
expect_stdout '^partition +blocks of csv, 6 workers$'
expect_stdout '^rows +120 among 6 workers: from 20 to 20, median 20$'
expect_stdout '^classes +4; a worker holds rows of 4 of them'
expect_stdout '^skew +0\.000:'
expect_stdout '^worker5 +20 +5 +5 +5 +5$'

# Sorted by class each has 30 rows, three shards: whoever has both of a class's last halves has 20 rows of one.
share '{ "kind": "shards", "per_client": 2 }' --out held
expect_status 0
expect_stdout '^rows +120 among 6 workers: from 20 to 20'
expect "all rows are in the file" awk -F , 'NR > 1 { n += $2; if ($2 != $3 + $4 + $5 + $6) exit 1 } END { exit n != 120 }' held/partition.csv
expect "and its head names the classes" grep -q '^worker,rows,class0,class1,class2,class3$' held/partition.csv
if command -v gnuplot >/dev/null 2>&1; then expect "the picture is there" grep -q 'shards (per_client 2) of csv, 6 workers' held/partition.svg; fi
share '{ "kind": "classes", "per_client": 2 }' --out held
expect_status 0
# 2 of 4 classes at half each, of all rows a quarter: ½·(¼ + ¼ + ¼ + ¼). The classes 0 and 1 have three holders, and so have 2 and 3.
expect_stdout '^skew +0\.500:'
expect_stdout '^worker0 +20 +10 +10 +· +·$'

# 45 workers: the first 40 unless all are asked for, and a map instead of bars.
share '{ "kind": "dirichlet" }' --set /cluster/workers=45 --out map
expect_status 0
expect_stdout '^worker39 '
expect_stdout '^and 5 more$'
share '{ "kind": "dirichlet" }' --set /cluster/workers=45 --all
expect_stdout '^worker44 '
expect "nobody is without" awk '/^worker/ && $2 == "·" { exit 1 }' out

# Rows without classes: amounts alone.
model=linear target=number
share '{ "kind": "quantity" }' --out held
expect_status 0
expect_stdout '^worker5 +[0-9]+$'
expect "no classes" grep -q '^worker,rows$' held/partition.csv

# The folder of another kind of result is not replaced unasked.
run topo learning.json --out held
expect_status 2
finish
