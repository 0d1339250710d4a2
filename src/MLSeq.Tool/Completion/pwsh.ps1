# Completion of mlseq for PowerShell: verbs, options and values; where there are none, files.
Register-ArgumentCompleter -Native -CommandName mlseq -ScriptBlock {
    param($word, $command, $cursor)
    $rest = "$command".PadRight($cursor).Substring(0, $cursor) -replace '^\S+\s?', ''
    mlseq "[suggest:$($rest.Length)]" "$rest" 2> $null | Where-Object { $_ -like "$word*" } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}
