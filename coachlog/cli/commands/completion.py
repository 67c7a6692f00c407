"""`completion`: the script that makes a shell complete coachlog's commands with Tab."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from coachlog.cli.messages import say

app = typer.Typer()


class Shell(StrEnum):
    """A shell that can complete."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"
    powershell = "powershell"


INSTALL = {
    Shell.bash: "coachlog completion bash >> ~/.bashrc",
    Shell.zsh: "coachlog completion zsh >> ~/.zshrc",
    Shell.fish: "coachlog completion fish > ~/.config/fish/completions/coachlog.fish",
    Shell.powershell: "coachlog completion powershell >> $PROFILE",
}

# Each script hands over what was typed, and gets one candidate a line, with a note behind a tab; `:files` asks for file
# names. What a shell does not take literally is made ready by `completing.py`.
BASH = r"""
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
    done < <(_COACHLOG_COMPLETE=bash _COACHLOG_LINE=${COMP_LINE:0:COMP_POINT} _COACHLOG_BREAKS=$COMP_WORDBREAKS \
        "$program" 2>/dev/null </dev/null)
}
complete -o nosort -F _coachlog_complete coachlog 2>/dev/null || complete -F _coachlog_complete coachlog
"""

ZSH = r"""
#compdef coachlog
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
    done < <(_COACHLOG_COMPLETE=zsh _COACHLOG_LINE="${(F)${(@Q)words[1,CURRENT-1]}}" _COACHLOG_WORD="$PREFIX" \
        $program 2>/dev/null </dev/null)
    compadd -V coachlog -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}' -l -d notes -a values
}
if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
    _coachlog "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i; }
    compdef _coachlog coachlog
fi
"""

FISH = r"""
# coachlog: complete commands, options, teams, topics and ids
function __coachlog_complete
    set -l before (commandline -opc)
    set -l program (string replace -r '^~' $HOME -- $before[1])
    type -q $program; or set program coachlog
    set -lx _COACHLOG_COMPLETE fish
    set -lx _COACHLOG_LINE (string join \n -- $before | string collect)
    set -lx _COACHLOG_WORD (commandline -ct)
    for reply in ($program 2>/dev/null </dev/null)
        if test "$reply" = :files
            __fish_complete_path (commandline -ct)
        else
            printf '%s\n' $reply
        end
    end
end
complete -c coachlog -f -k -a '(__coachlog_complete)'
"""

# Written from the documentation of Register-ArgumentCompleter.
POWERSHELL = r"""
# coachlog: complete commands, options, teams, topics and ids
Register-ArgumentCompleter -Native -CommandName coachlog -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $before = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object {
        if ($_.Value -is [string]) { $_.Value } else { $_.Extent.Text }
    })
    $env:_COACHLOG_COMPLETE = 'powershell'
    $env:_COACHLOG_LINE = $before -join "`n"
    $env:_COACHLOG_WORD = "$wordToComplete"
    try {
        & $before[0] 2>$null | Where-Object { $_ -ne ':files' } | ForEach-Object {
            $value, $note = $_ -split "`t", 2
            if (-not $note) { $note = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $note)
        }
    } finally {
        Remove-Item Env:_COACHLOG_COMPLETE, Env:_COACHLOG_LINE, Env:_COACHLOG_WORD -ErrorAction SilentlyContinue
    }
}
"""

SCRIPTS = {Shell.bash: BASH, Shell.zsh: ZSH, Shell.fish: FISH, Shell.powershell: POWERSHELL}
HELP = (
    "Print the script that completes what you type with Tab.\n\n\b\nTo install it, once:\n"
    + "\n".join(f"  {line}" for line in INSTALL.values())
)


@app.command("completion", help=HELP)
def completion(shell: Annotated[Shell, typer.Argument(help="Your shell.")]) -> None:
    """Print a shell's script; where it is only shown, say how to install it."""
    sys.stdout.write(SCRIPTS[shell].lstrip("\n") if shell is Shell.zsh else SCRIPTS[shell])
    if sys.stdout.isatty():
        say(f"to install it, once:  {INSTALL[shell]}   then open a new shell")
