#!/bin/sh
# Names that try to be something else: of a scenario, its description, a category of a sweep, a node, a published figure, a
# file and a folder. Whatever is written reads back, shows in pictures, keeps the count of its lines and runs nothing.
. "$G_TEST_SRCDIR/cli/harness.sh"
need_python

# For every name NN a scenario NN.json that is called so, and what a file may be called into NN.name; sweep.json has them all as
# categories, nodes and figures.
write_scenarios ()
{
  python3 - <<'EOP'
import copy, json
names = ["a''b", "50 %s %n", 'line\nok 9 - forged\n1..0', "]]><b>&amp;", "\ufffe\uffff", 'q"u\\"ote', "\x1b[31mred\x1b]0;t\x07",
         "`touch PWNED` $(touch PWNED)", '"; system("touch PWNED"); "', "\n!touch PWNED\n", "# skip", "\\", "a,b;c\td\re", "{x}_2^3 @a",
         "\u202egnp.exe", "'", "x' ; !touch PWNED ; '", "\x7f\x85\u2028end", "-", "</text></svg>"]
job = json.load (open ("job.json"))
job["workload"]["batch"] = 8
job["cluster"]["workers"] = 2
job["stop"] = { "iterations": 3 }
hosts = ["worker0", "worker1", "server0"]
for number, name in enumerate (names):
  one = copy.deepcopy (job)
  one["name"] = name
  one["description"] = "about " + name
  one["expect"] = ["messages == 12", "messages == 13"]
  json.dump (one, open (f"{number:02}.json", "w"))
  open (f"{number:02}.name", "wb").write (("n" + name.replace ("/", "|")).encode () + (b"\xff" if number == 0 else b""))
ends = [hosts[0]] + names + [hosts[1]]
links = [ { "from": a, "to": b } for a, b in zip (ends, ends[1:] + [hosts[2]]) ]
job["cluster"]["network"] = { "topology": "graph", "latency": "1 us", "bandwidth": "1 GB/s", "links": links }
job["name"] = "all"
job["sweep"] = { "/description": names }
job["published"] = [ { "is": "simulated == 12 ms", "when": { "/description": name }, "source": name } for name in names ]
json.dump (job, open ("sweep.json", "w"))
EOP
}

# What was printed has no control characters but line ends and tabs, and every file of results below the folder given reads.
is_sound ()
{
  python3 - "$@" <<'EOP'
import csv, json, os, sys, unicodedata, xml.etree.ElementTree as xml

def check_printed (path):
  for c in open (path, encoding="utf-8").read ():
    assert c in "\n\t" or unicodedata.category (c) not in ("Cc", "Zl", "Zp") and not "\u202a" <= c <= "\u202e", f"{c!r}"

def check_table (path):
  rows = list (csv.reader (open (path, encoding="utf-8", newline=""), strict=True))
  assert len ({ len (row) for row in rows }) == 1, "rows of different lengths"

readers = { b".svg": xml.parse, b".xml": xml.parse, b".json": lambda path: json.load (open (path, encoding="utf-8")), b".csv": check_table }
todo = [(check_printed, b"out"), (check_printed, b"err")]
for folder in sys.argv[1:]:
  for where, _, files in os.walk (os.fsencode (folder)):
    todo += [(readers.get (os.path.splitext (name)[1]), os.path.join (where, name)) for name in files]
for read, path in todo:
  try:
    if read:
      read (path)
  except Exception as e:
    sys.exit (f"{path}: {e}")
EOP
}

has_gnuplot=$(command -v gnuplot)
pictures ()
{
  [ -z "$has_gnuplot" ] && return
  for picture in "$@"; do expect "$picture is drawn" test -s "$picture"; done
}

# after WORDS STATUS [FOLDER]: what every command must leave.
after ()
{
  command=$1
  expect_status "$2"
  expect "the terminal is safe, results read back" is_sound ${3:+"$3"}
}

write_scenarios
set --
for scenario in [0-9][0-9].json; do
  stem=${scenario%.json}
  file=$(cat "$stem.name"; echo x)
  file=${file%x}
  mv "$scenario" "./$file.json"
  run check "./$file.json"
  after "$stem: check" 0
  run run "./$file.json" --out "./$file"
  after "$stem: run --out" 0 "./$file"
  pictures "./$file/timeline.svg"
  run test "./$file.json" --junit "./$file/j.xml"
  after "$stem: test" 1 "./$file"
  expect "one plan of two" test "$(grep -c '^1\.\.' out)" -eq 1
  expect "two tests" test "$(grep -Ec '^(not )?ok ' out)" -eq 2
  expect_not "no directive" grep -Eq '^(not )?ok .*[^\]#' out
  run check "./$file-missing.json"
  after "$stem: a file that is not there" 2
  set -- "$@" "./$file"
done

run compare "$@" --out compare
after "compare" 0 compare
pictures compare/compare.svg
run topo sweep.json --route worker0 worker1 --out topo
after "topo" 0 topo
pictures topo/topo.svg
run run sweep.json --json
command="run --json"
expect "is JSON" is_json out
run run sweep.json
after "run" 0
run sweep sweep.json --out sweep
after "sweep" 0 sweep
pictures sweep/speedup.svg sweep/published.svg
[ -z "$has_gnuplot" ] || expect "a category is no format" grep -Fq '>50 %s %n<' sweep/speedup.svg
expect "nothing was run" test -z "$(find . -name PWNED)"
finish
