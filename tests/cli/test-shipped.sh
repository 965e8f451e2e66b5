#!/bin/sh
# The scenarios that come with lockstep show what they are there to show: lockstep test judges all of them, and its TAP is this
# test's. Those that train on Fashion-MNIST are left out where the data are not.
shipped=$(cd "$G_TEST_SRCDIR/../scenarios" && pwd) || exit 99
probe=$(mktemp) || exit 99
trap 'rm -f "$probe"' EXIT

# A NUL behind each: the path may have a space.
everything ()
{
  find "$shipped" -name '*.json' -print0 | LC_ALL=C sort -z
}

everything | xargs -0 grep -L '"expect"' | sed 's/^/Bail out! no "expect" in /' | grep . && exit 99
if "$LOCKSTEP" run --quiet --set /stop='{"updates": 1}' labs/bsp >"$probe" 2>&1; then
  everything | xargs -0 "$LOCKSTEP" test
elif grep -q dataset-fashion-mnist "$probe"; then
  echo "# without the data of Fashion-MNIST"
  everything | xargs -0 grep -LZ '"fashion-mnist"' | xargs -0 "$LOCKSTEP" test
else
  cat "$probe"
  exit 99
fi
