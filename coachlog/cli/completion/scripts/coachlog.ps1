
# coachlog: complete commands, options, teams, topics and ids
Register-ArgumentCompleter -Native -CommandName coachlog, cl -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $elements = $commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition }
    $before = @($elements | ForEach-Object {
        if ($_.Value -is [string]) { $_.Value } else { $_.Extent.Text }
    })
    $env:_COACHLOG_COMPLETE = 'powershell'
    $env:_COACHLOG_LINE = $before -join "`n"
    $env:_COACHLOG_WORD = "$wordToComplete"
    try {
        & $before[0] 2>$null | Where-Object { $_ -ne ':files' } | ForEach-Object {
            $value, $note = $_ -split "`t", 2
            if (-not $note) { $note = $value }
            [System.Management.Automation.CompletionResult]::new(
                $value, $value, 'ParameterValue', $note)
        }
    } finally {
        Remove-Item Env:_COACHLOG_COMPLETE, Env:_COACHLOG_LINE, Env:_COACHLOG_WORD `
            -ErrorAction SilentlyContinue
    }
}
