#compdef coachlog cl
# coachlog: complete commands, options, teams, topics and ids
_coachlog() {
    local reply program=${(Q)words[1]/#\~/$HOME}
    local -a values notes
    (( $+commands[$program] )) || [[ -x $program ]] || program=coachlog
    while IFS= read -r reply; do
        if [[ $reply == :files ]]; then
            _files
            return
        fi
        values+=("${reply%%$'\t'*}")
        notes+=("${reply/$'\t'/  }")
    done < <(_COACHLOG_COMPLETE=zsh _COACHLOG_LINE="${(F)${(@Q)words[1,CURRENT-1]}}" \
        _COACHLOG_WORD="$PREFIX" $program 2>/dev/null </dev/null)
    # -U: coachlog has compared already, and it knows that é begins Équipe.
    compadd -U -V coachlog -l -d notes -a values
}
# A question mark, a star or a bracket in a note is text: zsh would look for files.
(( $+aliases[coachlog] )) || alias coachlog='noglob coachlog'
(( $+aliases[cl] )) || alias cl='noglob cl'
if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
    _coachlog "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i; }
    compdef _coachlog coachlog cl
fi
