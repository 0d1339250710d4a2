# Completion of mlseq for bash: verbs, options and values; where there are none, files.
_mlseq() {
    local rest="${COMP_LINE:0:COMP_POINT}"
    rest="${rest#* }"
    local IFS=$'\n'
    COMPREPLY=($(compgen -W "$("$1" "[suggest:${#rest}]" "$rest" 2> /dev/null)" -- "$2"))
}
complete -o default -F _mlseq mlseq
