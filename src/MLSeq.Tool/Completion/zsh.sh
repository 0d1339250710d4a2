#compdef mlseq
# Completion of mlseq for zsh: verbs, options and values; where there are none, files.
_mlseq() {
    local rest="${(j: :)words[2,CURRENT-1]} $PREFIX"
    rest="${rest# }"
    local -a found
    found=(${(f)"$(${words[1]} "[suggest:${#rest}]" "$rest" 2> /dev/null)"})
    if (( $#found )); then
        compadd -a found
    else
        _files
    fi
}
compdef _mlseq mlseq
