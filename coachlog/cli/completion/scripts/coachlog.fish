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
complete -c cl -f -k -a '(__coachlog_complete)'
