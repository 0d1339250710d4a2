# Completion of mlseq for fish: verbs, options and values, and files.
function __mlseq_complete
    set -l rest (commandline --cut-at-cursor --current-process | string replace --regex '^\s*\S+\s?' '')
    set -l length (string length -- "$rest")
    mlseq "[suggest:$length]" "$rest" 2> /dev/null
end
complete --command mlseq --arguments '(__mlseq_complete)'
