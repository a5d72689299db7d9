# Files that are not there, may not be read or are no files.
. "$MLC_TOP/tests/fault/every_tool"

missing() {
	case $1 in *"<"*) return ;; esac	# said by the shell
	refuses_input "$1" "$2" ": $3"
}

each missing nosuch.csv nosuch.csv "No such file or directory"
each missing no/such.csv no/such.csv "No such file or directory"
mkdir none
each missing none none "has no files"
if [ "$(id -u)" -ne 0 ]; then
	echo 1 >locked.csv
	chmod 0 locked.csv
	each missing locked.csv locked.csv "Permission denied"
fi

# The same for outputs.
nowhere() {
	must_exit 2 sh -c "$1 -o $2" 2>err || complain "$1" "-o $2: status"
	grep -q "^$(program "$1"): $2: $3" err || complain "$1" "-o $2"
}
each nowhere good.csv no/out "No such file or directory"
each nowhere good.csv none "Is a directory"

# Models that are not there or damaged.
with_model() {
	for tool in "mlc-serve $1 <good.csv" "mlc-drift $1 good.csv" \
	    "mlc-eval -m $1 good.csv"; do
		refuses "$tool" "$1: $2"
	done
}
with_model nosuch.mlc "No such file or directory"
with_model good.csv "not an mlc model file"
: >empty.mlc
with_model empty.mlc "not an mlc model file"
size=$(wc -c <m.mlc)
for n in 3 20 $((size / 2)) $((size - 1)); do
	head -c $n m.mlc >cut.mlc
	with_model cut.mlc ""
done
