#!/bin/sh
# Completion in bash, zsh and fish: verbs, the options of each verb and none else, lists, scenarios, and pointers where a key is
# meant. A shell that is not here is left out.
. "$G_TEST_SRCDIR/cli/harness.sh"
completion=$G_TEST_SRCDIR/../completion
HOME=$scratch
export HOME completion
mkdir protocols-of-mine

# complete_in_SHELL WORD...: what may stand for the last word, one a line.
complete_in_bash ()
{
  # shellcheck disable=SC2016
  bash --norc -c '
    source "$completion/lockstep"
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _lockstep
    printf "%s\n" "${COMPREPLY[@]}"' - "$@"
}

# Outside of a line editor the builtins of completion are not to be had: compadd says what it would add.
complete_in_zsh ()
{
  # shellcheck disable=SC2016
  zsh -f -c '
    compadd () { print -lr -- "${(@)${(M)@[${@[(i)--]}+1,-1]:#$PREFIX*}}"; }
    compset () { [[ $1 == -P && $PREFIX == $2* ]] && PREFIX=${PREFIX#$2}; }
    _files () { compadd -- *(N); }
    fpath=($completion $fpath)
    autoload -Uz _lockstep
    words=("$@") CURRENT=$# PREFIX=${@[-1]}
    _lockstep' - "$@"
}

complete_in_fish ()
{
  # shellcheck disable=SC2016
  fish --no-config -c 'source $completion/lockstep.fish; complete -C "$argv"' -- "$@" | cut -f1
}

# completes SHELL WANTED WORD...: WANTED is among what is offered for the last word, which is left in the file offered.
completes ()
{
  shell=$1
  wanted=$2
  shift 2
  command="$shell: $*"
  "complete_in_$shell" "$@" >offered 2>err
  expect "completes $wanted" grep -Fqx -e "$wanted" offered
  expect "says nothing else" test ! -s err
}

# An option stands at the head of a line; where the text of another names it, the verb need not have it.
completes_options ()
{
  for verb in $("$LOCKSTEP" help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
    completes "$1" "$verb" lockstep ""
    "$LOCKSTEP" help "$verb" | awk '/^  +-/ { sub (/^ +(-., )?/, ""); sub (/[=[:space:]].*/, ""); print }' | sort >options
    completes "$1" --help lockstep "$verb" --
    sort -o offered offered
    expect "the options of $verb and none else" cmp options offered
  done
}

status=0
: >out
core=$("$LOCKSTEP" list blas-cores | sed -n 's/ *runs here$//p' | head -n 1)
for shell in bash zsh fish; do
  if ! command -v "$shell" >/dev/null 2>&1; then
    expected=$((expected + 1))
    echo "ok $expected - $shell # SKIP it is not here"
    continue
  fi
  completes_options "$shell"
  completes "$shell" protocols lockstep list ""
  expect_not "no file where none is taken" grep -q of-mine offered
  completes "$shell" /cluster/workers lockstep explain /cluster/work
  completes "$shell" labs/ssp lockstep run labs/s
  completes "$shell" job.json lockstep run jo
  completes "$shell" /cluster/workers= lockstep run --set /cluster/work
  completes "$shell" /cluster/network/oversubscription= lockstep run job.json --set /cluster/net
  completes "$shell" "$core" lockstep run --blas-core "${core%?}"
  completes "$shell" /stop/iterations= lockstep sweep --set /
  expect_not "no file for a pointer, and no index that is not a number" grep -q -e of-mine -e '\*' offered
  case $shell in
    bash) # it cuts the line at "="
      completes bash /cluster/workers= lockstep run --set = /cluster/work
      completes bash /cluster/workers= lockstep run --set = ;;
    zsh) completes zsh /cluster/workers= lockstep run --set=/cluster/work ;;
    fish) completes fish --set=/cluster/workers= lockstep run --set=/cluster/work ;;
  esac
done
finish
