# What is on record stays on record: whatever call fails (a full disk, no
# memory), and wherever a kill comes, the store is whole but for the entry that
# was being written, and its older entries and the stage are as they were.
# WALK points are tried for each call: all of them with WALK=100000.
lib=$MLC_BUILD/failing_calls.so
grep -q __asan_init "$MLC_BUILD/mlc-track" && {
	echo "allocators of ASan cannot be replaced"
	exit 77
}
[ -z "$MLC_VALGRIND" ] || { echo "valgrind has allocators too"; exit 77; }
cp "$MLC_DATA/penguins.csv" .
mlc-track init -q
mlc-track run -q -n first -- \
    'mlc-train baseline -t species -o m.mlc penguins.csv' >/dev/null
mlc-track promote -q first birds@production
mlc-train baseline -t species --seed 2 -o n.mlc penguins.csv >/dev/null

# whole WHAT: the store has no fault and tells of the first run as before.
whole() {
	mlc-track verify -q 2>said || { echo "$1: $(cat said)"; }
	mlc-track show -q --json first >now
	cmp -s before now || echo "$1: the first run is another one"
	mlc-show -O csv registry:birds@production >model ||
		echo "$1: no model in the stage"
}
mlc-track show -q --json first >before
cp -r .mlc clean

walk() {
	FAIL_CALL=$1 FAIL_AT=0 LD_PRELOAD=$lib FAIL_TOLD=told \
		mlc-track $2 >/dev/null 2>&1
	n=$(cat told)
	at=1
	while [ $at -le "$n" ]; do
		rm -rf .mlc
		cp -r clean .mlc
		FAIL_CALL=$1 FAIL_AT=$at LD_PRELOAD=$lib FAIL_TOLD=told \
			mlc-track $2 >/dev/null 2>err
		status=$?
		[ $status -eq 0 ] || [ $status -eq 2 ] ||
			echo "$2: $1 $at: status $status"
		[ $status -eq 0 ] || grep -q '^mlc-track: \|^sh: ' err ||
			echo "$2: $1 $at: no message"
		[ -z "$(ls -A | grep tmp)" ] || echo "$1 $at: $(ls -A)"
		case $2 in log*) mlc-track show -q --json first |
			grep -q '"tool":"mlc-train"' ||
			echo "$2: $1 $at: the run is lost"
			mlc-track verify -q || echo "$2: $1 $at: faults" ;;
		*)
			whole "$2: $1 $at"
			mlc-track stages -q >/dev/null
			mlc-track verify 2>&1 | grep 'cut short' ;;
		esac
		at=$((at + n / ${WALK:-12} + 1))
	done
}
for call in malloc read write close fsync rename; do
	walk $call "log n.mlc"
	walk $call "promote n.mlc birds@staging"
	walk $call "run -q -n second -- true"
done
rm -rf .mlc
cp -r clean .mlc

# Killed at any moment, all at once.
for i in $(seq 30); do
	setsid sh -c 'mlc-track run -q -n killed -- "mlc-train baseline \
-t species -o k.mlc penguins.csv >/dev/null; mlc-track log -q n.mlc"' &
	sleep 0.0$((i % 10))
	[ $i -gt 15 ] && sleep 0.05
	kill -9 -$!
	wait $!
	whole "kill $i"
done 2>/dev/null
mlc-track ls -O csv >runs
grep -c ',first,' runs
[ "$(grep -c ',killed,' runs)" -gt 0 ] || echo "none had begun"
mlc-track gc -q --grace 0
find .mlc -name '*.tmp'
whole "after gc"
# And it goes on.
mlc-track run -q -n last -- true
mlc-track ls -O csv | tail -n 1 | cut -d, -f 2,4
