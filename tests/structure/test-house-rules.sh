#!/bin/sh
# The rules of the house that a reader cannot be asked to check by eye (src/README.md says why they are there).
# TAP on standard output; what breaks a rule is listed below the result.
top=$(cd "$G_TEST_SRCDIR/.." && pwd) || exit 99
cd "$top" || exit 99
scratch=$(mktemp -d) || exit 99
trap 'rm -rf "$scratch"' EXIT

# Every source and header, as paths from the top of the tree (none has a blank in its name).
find src -name '*.c' -o -name '*.h' | LC_ALL=C sort >"$scratch/sources"
[ -s "$scratch/sources" ] || exit 99
find tests bench \( -name '*.c' -o -name '*.h' \) 2>/dev/null | LC_ALL=C sort >"$scratch/others"

number=0

# rule NAME COMMAND...: the command prints the offences; none means that the rule holds.
rule ()
{
  number=$((number + 1))
  name=$1
  shift
  offences=$("$@")
  if [ -z "$offences" ]; then
    echo "ok $number - $name"
  else
    echo "not ok $number - $name"
    printf '%s\n' "$offences" | sed 's/^/# /'
  fi
}

# Reads "folder level tower" lines, then sources: an include goes from a folder to itself or to a lower level, and never
# between the towers. What stands beside main.c is above everything.
includes_that_climb ()
{
  cat >"$scratch/house" <<'HOUSE'
command    110 bridge
report     100 bridge
scenario    90 bridge
protocol    80 bridge
training    70 bridge
fault       65 machines
cluster     60 machines
collective  50 machines
network     40 machines
record      30 machines
sim         20 machines
learning    20 mathematics
base        10 ground
HOUSE
  # shellcheck disable=SC2016
  xargs awk '
    NR == FNR { level[$1] = $2; tower[$1] = $3; next }
    FNR == 1 { split (FILENAME, path, "/"); from = (path[2] in level) ? path[2] : "" }
    from != "" && /^[ \t]*#[ \t]*include[ \t]*"[^"]*\// {
      split ($0, part, "\""); split (part[2], path, "/"); to = path[1]
      if (to == from) next
      if (!(to in level))
        print FILENAME ":" FNR ": includes " part[2] ", which is in no folder of the house"
      else if (level[to] >= level[from])
        print FILENAME ":" FNR ": includes " part[2] ", which is not below " from "/"
      else if ((tower[from] tower[to]) ~ /^(machinesmathematics|mathematicsmachines)$/)
        print FILENAME ":" FNR ": includes " part[2] " across the towers"
    }' "$scratch/house" <"$scratch/sources"
}

# A folder of src/ that the house does not know would escape the rule above.
unknown_folders ()
{
  sed -n 's|^src/\([^/]*\)/.*|\1|p' "$scratch/sources" | sort -u | while read -r folder; do
    grep -q "^$folder " "$scratch/house" || echo "src/$folder is in no level of the house"
  done
}

files_over ()
{
  cat "$scratch/sources" "$scratch/others" | xargs wc -l | awk -v most="$1" '$2 != "total" && $1 > most { print $2 ": " $1 " lines" }'
}

not_listed_in_makefiles ()
{
  find src -name local.mk -exec cat {} + >"$scratch/listed"
  grep -v '^src/main\.c$' "$scratch/sources" | while read -r file; do
    grep -qw -F -- "$file" "$scratch/listed" || echo "$file is in no local.mk"
  done
}

# What lockstep looks for at run time is installed only when a makefile lists it.
data_not_installed ()
{
  find scenarios plots models -name local.mk -exec cat {} + >>"$scratch/listed" 2>/dev/null
  find scenarios plots models -name '*.json' -o -name '*.gp' 2>/dev/null | LC_ALL=C sort | while read -r file; do
    grep -qw -F -- "$file" "$scratch/listed" || echo "$file is in no local.mk"
  done
}

headers_without_pragma_once ()
{
  grep '\.h$' "$scratch/sources" | xargs grep -L '^#pragma once$'
}

headers_without_opening_comment ()
{
  grep '\.h$' "$scratch/sources" | xargs awk 'FNR == 1 && !/^\/\*/ { print FILENAME }'
}

# The words are put together so that this file does not name them.
left_behind ()
{
  words="TO""DO|FIX""ME|XX""X"
  cat "$scratch/sources" "$scratch/others" | xargs grep -nwE "$words"
}

# Nothing names the machine it was written on, nor hosts that packages come from.
machine_names ()
{
  words="/wo""rk/|/home/[a-z]|/ro""ot/|deb\.debian\.org|snapshot\.debian|registry\.npm|pypi\.org"
  find . \( -name .git -o -name build -o -name 'build-*' -o -name autom4te.cache \) -prune -o -type f \
    \( -name '*.[ch]' -o -name '*.md' -o -name '*.mk' -o -name '*.am' -o -name '*.ac' -o -name '*.json' -o -name '*.sh' \
    -o -name '*.gp' -o -name '*.py' -o -name bootstrap -o -name THIRD-PARTY -o -path './.ci/*' \) \
    -exec grep -nE "$words" {} +
}

# setlocale would change how numbers are read and written.
locale_calls ()
{
  xargs grep -nE '\bsetlocale *\(' <"$scratch/sources"
}

functions_over ()
{
  xargs ctags --fields=+ne -o - --kinds-C=f <"$scratch/sources" 2>/dev/null |
    awk -F '\t' -v most="$1" '
      { first = last = 0
        for (i = 4; i <= NF; i++) { if ($i ~ /^line:/) first = substr ($i, 6); if ($i ~ /^end:/) last = substr ($i, 5) }
        if (last - first + 1 > most) print $2 ": " $1 ": " last - first + 1 " lines" }'
}

echo 1..11
rule "includes point down and never across the towers" includes_that_climb
rule "every folder of src/ has its level" unknown_folders
rule "no file is longer than 450 lines" files_over 450
rule "every source and header is listed in a local.mk" not_listed_in_makefiles
rule "every scenario and plot script is listed in a local.mk" data_not_installed
rule "every header has #pragma once" headers_without_pragma_once
rule "every header opens with a comment" headers_without_opening_comment
rule "nothing is left for later" left_behind
rule "nothing names a machine or a package host" machine_names
rule "the program never sets a locale" locale_calls
if ctags --version 2>/dev/null | grep -q 'Universal Ctags'; then
  rule "no function is longer than 60 lines" functions_over 60
else
  number=$((number + 1))
  echo "ok $number - no function is longer than 60 lines # SKIP Universal Ctags is not here"
fi
