#!/bin/sh
# The same scenario and seed give the same bytes, whatever --threads is, for every protocol and exchange.
. "$G_TEST_SRCDIR/cli/harness.sh"

# What a result says apart from the time on the wall.
without_wall ()
{
  sed 's/"wall_s": *[-+.0-9eE]*//' "$1/result.json"
}

# same A B: two result folders agree.
same ()
{
  without_wall "$1" >one.json
  without_wall "$2" >two.json
  expect "the result has a wall_s" grep -q wall_s "$1/result.json"
  expect "$1 and $2: the same result.json but for wall_s" cmp one.json two.json
  expect "$1 and $2: the same timeline.csv" cmp "$1/timeline.csv" "$2/timeline.csv"
  expect "$1 and $2: the same metrics.csv" cmp "$1/metrics.csv" "$2/metrics.csv"
}

# protocol NAME SET...: once, again, and on one and two threads.
protocol ()
{
  name=$1
  shift
  for take in first second one-thread two-threads; do
    case $take in
      one-thread) threads="--threads 1" ;;
      two-threads) threads="--threads 2" ;;
      *) threads= ;;
    esac
    # shellcheck disable=SC2086
    run run --quiet $threads --out "$name-$take" "$@"
    expect_status 0
  done
  same "$name-first" "$name-second"
  same "$name-one-thread" "$name-two-threads"
  same "$name-first" "$name-two-threads"
}

# Every protocol over a server, a ring and nothing, as far as it goes together; serial alone.
for word in $("$LOCKSTEP" list protocols | sed 's/ .*//'); do
  tried=0
  for exchange in '"exchange": "parameter-server", "servers": 2' '"exchange": "ring"' ''; do
    workers=5
    [ "$word" = serial ] && workers=1
    period=
    [ "$word" = gossip ] && period=', "period": "10 ms"'
    sed -e "s/\"protocol\": .*/\"protocol\": \"$word\"${exchange:+, $exchange}$period },/" -e "s/\"workers\": 5/\"workers\": $workers/" \
      -e "$([ "$word" = serial ] && echo 's/, "slow_workers": { "count": 1, "factor": 3 }//')" learning.json >"$word.json"
    "$LOCKSTEP" check "$word.json" >/dev/null 2>&1 || continue
    name=$word-$(echo "$exchange" | tr -dc 'a-z-')
    protocol "$name" "$word.json"
    tried=$((tried + 1))
  done
  expect "$word: at least one exchange was tried" test "$tried" -gt 0
done

run run --quiet --seed 8 --out other learning.json
expect_status 0
expect_not "another seed gives another timeline" cmp ssp-exchangeparameter-serverservers-first/timeline.csv other/timeline.csv
finish
