# A full disk is seen: exit 2 and a message that names the output.
test -c /dev/full || { echo "no /dev/full"; exit 77; }
. "$MLC_TOP/tests/fault/every_tool"
mlc-split good.csv >split.mlcs

# told COMMAND NAME: it ends with 2 and says where there is no room.
told() {
	eval "must_exit 2 $1" </dev/null 2>err || complain "$1" "wrong status"
	grep -q "^$(program "$1"): $2: No space left on device$" err ||
		complain "$1" "no message"
	[ "$(wc -l <err)" -eq 1 ] || complain "$1" "message's length"
}
to_stdout() {
	case $1 in mlc-train*) return ;; esac	# writes held-out rows only
	told "$1 >/dev/full" "standard output"
	told "$1 -O arrow >/dev/full" "standard output"
}
to_file() {
	case $1 in
	mlc-tune*)	# lets mlc-train write it
		told "$1 -o /dev/full" "/dev/full: exit 2: mlc-train: /dev/full"
		;;
	*) told "$1 -o /dev/full" /dev/full ;;
	esac
}
each to_stdout good.csv
each to_file good.csv
told "mlc-train baseline -t species split.mlcs -o out >/dev/full" \
	"standard output"
told "mlc-ingest good.csv -o out --on-bad skip --rejects /dev/full" /dev/full

# Nor is what people read lost without a word.
for path in "$MLC_BUILD"/mlc-*; do
	tool=${path##*/}
	told "$tool --help >/dev/full" "standard output"
	told "$tool --version >/dev/full" "standard output"
	$tool --help | grep -q -e '--list ' &&
		told "$tool --list >/dev/full" "standard output"
done
must_exit 2 mlc --help >/dev/full 2>err || cat err
