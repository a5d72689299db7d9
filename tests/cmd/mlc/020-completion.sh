# Completion for bash knows what the programs tell of their options, and the
# one for zsh is a program that zsh can read.
cat >try.bash <<'END'
. "$MLC_BUILD/mlc.bash"
try() {
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
	_mlc "$1"
	echo "$*: ${COMPREPLY[*]}"
}
try mlc tr
try mlc clean --dr
try mlc-clean --imp
try mlc-train ""
try mlc-train gbdt --min-l
try mlc-train --task classification gb
try mlc-ingest -O ""
try mlc-ingest --role x=ig
>table.csv
try mlc-ingest ta
END
bash try.bash
[ -s "$MLC_BUILD/_mlc" ] || echo "nothing for zsh"
command -v zsh >/dev/null || exit 0
zsh -n "$MLC_BUILD/_mlc"
