# When memory, disk or a call to the system gives way, wherever that is, a tool
# ends with status 2 and a message, or with 0 where it does not matter; its
# output is whole or as it was, and no temporary file stays.
# WALK points are tried for each tool and call: all of them with WALK=100000.
lib=$MLC_BUILD/failing_calls.so
grep -q __asan_init "$MLC_BUILD/mlc-clean" && {
	echo "allocators of ASan cannot be replaced"
	exit 77
}
[ -z "$MLC_VALGRIND" ] || { echo "valgrind has allocators too"; exit 77; }
. "$MLC_TOP/tests/fault/every_tool"

# failing CALL AT COMMAND: run it, its status in $status.
failing() {
	echo keep >out
	eval "FAIL_CALL=$1 FAIL_AT=$2 LD_PRELOAD=$lib FAIL_TOLD=told $3 \
		-o out" >stdout 2>err </dev/null
	status=$?
}

# check CALL AT COMMAND: what has to hold afterwards.
check() {
	case $status in
	0) cmp -s out whole || complain "$3" "$1 $2: not the whole output" ;;
	2) grep -q "^$(program "$3"): " err ||
		complain "$3" "$1 $2: no message"
	   cmp -s out whole || [ "$(cat out)" = keep ] ||
		complain "$3" "$1 $2: half an output" ;;
	*) complain "$3" "$1 $2: status $status" ;;
	esac
	[ -z "$(ls -A | grep tmp)" ] || complain "$3" "$1 $2: left $(ls -A)"
	rm -f .*.tmp
}

# walk COMMAND CALL: let it fail here and there.
walk() {
	case $1 in "mlc "*) return ;; esac	# a shell script
	failing "$2" 0 "$1"
	[ $status -le 1 ] || complain "$1" "fails by itself"
	cp out whole
	n=$(cat told)
	at=1
	while [ $at -le "$n" ]; do
		failing "$2" $at "$1"
		check "$2" $at "$1"
		at=$((at + n / ${WALK:-20} + 1))
	done
}

for call in malloc read write close fsync rename; do
	each walk good.csv $call
done
