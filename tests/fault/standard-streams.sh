# A standard stream that is closed does not become the file that is opened
# next: no message goes into an output, and no output into the void.
[ -z "$MLC_VALGRIND" ] || { echo "valgrind wants its streams"; exit 77; }
. "$MLC_TOP/tests/fault/every_tool"
sed '1s/$/,more/; 2,$s/$/,1/' good.csv >wide.csv

closed_output() {
	case $1 in mlc-train*) return ;; esac	# writes held-out rows only
	eval "must_exit 2 $1" >&- 2>err || complain "$1" "status"
	grep -q "standard output: Bad file descriptor" err ||
		complain "$1" "no message"
}
closed_errors() {
	eval "$1 -o want" >rows 2>err || [ $? -eq 1 ] ||
		complain "$1" "failed"
	eval "$1 -o got" >rows 2>&- || [ $? -eq 1 ] || complain "$1" "failed"
	cmp want got || complain "$1" "not the same"
}
each closed_output wide.csv
each closed_errors wide.csv

# Rows that do not fit into memory go to a temporary file.
zcat "$MLC_DATA/diamonds.csv.gz" >big.csv
must_exit 2 mlc-clean --mem 100K -i auto <big.csv >&- 2>err || cat err
grep -q "standard output: Bad file descriptor" err || cat err

# Standard input.
must_exit 2 mlc-clean <&- >out 2>err || cat err
grep -q "^mlc-clean: standard input: " err || cat err
