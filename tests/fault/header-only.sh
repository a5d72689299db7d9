# A header without rows: what passes rows on passes on none, what needs rows
# says so. In all forms.
. "$MLC_TOP/tests/fault/every_tool"

head -n 1 good.csv >header.csv
mlc-ingest header.csv -O mlc >header.mlcs
mlc-ingest header.csv -O arrow >header.arrow

header_only() {
	case $1 in
	mlc-tune*) refuses "$1" "too few" ;;
	mlc-sim*) refuses "$1" "no rows to learn from" ;;
	mlc-train*) refuses "$1" "no training rows" ;;
	mlc-eval* | mlc-drift*) refuses "$1" "no rows" ;;
	mlc-profile*) one_row_a_column "$1" ;;
	*) only_a_header "$1" ;;
	esac
}

one_row_a_column() {
	eval "$1 -O csv" >stdout 2>err || complain "$1" "failed"
	[ "$(wc -l <stdout)" -eq 8 ] || complain "$1" "$(cat stdout)"
}

only_a_header() {
	eval "$1 -O csv" >stdout 2>err || complain "$1" "failed"
	[ ! -s err ] || complain "$1" "message"
	[ "$(wc -l <stdout)" -eq 1 ] || complain "$1" "$(cat stdout)"
	grep -q island stdout || complain "$1" "$(cat stdout)"
}

for input in header.csv header.mlcs header.arrow; do
	each header_only $input
done
