# fish completion for lockstep. Verbs, options, lists, shipped scenarios and keys are asked of the program itself.

function __lockstep_ask
    set -l program lockstep
    set -q LOCKSTEP; and set program $LOCKSTEP
    command $program $argv 2>/dev/null
end

# A line a word of what is listed, behind a tab what is said about it.
function __lockstep_listed
    __lockstep_ask $argv | string replace -r '^(\S+) +' '$1'\t
end

# The pointers that --set takes, behind $argv[1].
function __lockstep_settings
    __lockstep_listed list keys | string match -rv '^\S*[*$]' | string replace -r -- '^\S+' "$argv[1]"'$0='
end

# The kernels of OpenBLAS that run here, behind $argv[1].
function __lockstep_cores
    __lockstep_listed list blas-cores | string match -r '^.*\truns here$' | string replace -r -- '^' "$argv[1]"
end

function __lockstep_verbs
    __lockstep_ask help | sed -nE 's/^  ([a-z]+) .*/\1/p'
end

function __lockstep_operands
    switch $argv[1]
        case list
            __lockstep_ask list
        case help
            __lockstep_verbs
        case explain
            __lockstep_listed list keys
        case run check sweep test compare topo partition
            __lockstep_listed examples
    end
end

function __lockstep_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    if test (count $before) -eq 1
        __lockstep_verbs
    else if test "$before[-1]" = --set
        __lockstep_settings
    else if string match -q -- '--set=*' $current
        __lockstep_settings --set=
    else if test "$before[-1]" = --blas-core
        __lockstep_cores
    else if string match -q -- '--blas-core=*' $current
        __lockstep_cores --blas-core=
    else if string match -q -- '-*' $current
        __lockstep_ask help $before[2] | sed -nE 's/^  (-., |    )?(--[a-z-]+).*/\2/p'
    else
        __lockstep_operands $before[2]
    end
end

function __lockstep_takes_files
    set -l before (commandline -opc)
    test (count $before) -gt 1; and not contains -- "$before[-1]" --set --blas-core
    and not contains -- $before[2] list help explain schema
end

complete -c lockstep -f -a '(__lockstep_complete)'
complete -c lockstep -n __lockstep_takes_files -F
