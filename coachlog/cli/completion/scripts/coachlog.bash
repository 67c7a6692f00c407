
# coachlog: complete commands, options, teams, topics and ids
_coachlog_complete() {
    local program=${1/#\~/$HOME} reply
    type -P "$program" >/dev/null || program=coachlog
    COMPREPLY=()
    while IFS= read -r reply; do
        if [[ $reply == :files ]]; then
            compopt -o filenames 2>/dev/null
            while IFS= read -r reply; do COMPREPLY+=("$reply"); done < <(compgen -f -- "$2")
        else
            COMPREPLY+=("$reply")
        fi
    done < <(_COACHLOG_COMPLETE=bash _COACHLOG_LINE=${COMP_LINE:0:COMP_POINT} \
        _COACHLOG_BREAKS=$COMP_WORDBREAKS "$program" 2>/dev/null </dev/null)
}
# Bash before 4.4 knows no -o nosort.
complete -o nosort -F _coachlog_complete coachlog cl 2>/dev/null ||
    complete -F _coachlog_complete coachlog cl
