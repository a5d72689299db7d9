# scripts/retrain is killed (SIGKILL, with all it started) before each command
# that it runs: what is served is one of the two models, whole, and the next run
# comes to the same as one that was left alone.
set -e
mkdir bin start start/labels
for name in cat curl ln mkdir mv rm sha256sum $(cd "$MLC_BUILD" && ls mlc-*); do
	cat >bin/$name <<-.
	#!/bin/sh
	printf x >>"\$MLC_TEST_COUNT"
	[ \$(stat -c %s "\$MLC_TEST_COUNT") -lt "\$MLC_TEST_KILL" ] ||
	    kill -9 0
	exec "$(command -v $name)" "\$@"
	.
done
chmod +x bin/*
printf 'TARGET=y\nLEVEL=0.5\n' >start/settings
echo 'mlc-clean --drop kind | mlc-train logistic --l2 1 -q -j 1 -o "$1"' >start/train

# turn DIR KILL: a turn that is killed before its KILL-th command.
turn() {
	: >count
	MLC_TEST_COUNT=$PWD/count MLC_TEST_KILL=$2 PATH=$PWD/bin:$PATH \
	    setsid -w sh "$MLC_TOP/scripts/retrain" "$1" >"$1.log" 2>&1
}

# kill_everywhere: at each step of a turn from start to what end has.
kill_everywhere() {
	rm -rf end
	cp -a start end
	turn end 9999
	steps=$(stat -c %s count)
	before=$(readlink start/serving.mlc || :)
	after=$(readlink end/serving.mlc)
	[ "$before" != "$after" ]
	old=0 new=0
	for i in $(seq $steps); do
		rm -rf here
		cp -a start here
		turn here $i && status=0 || status=$?
		[ $status -eq 137 ] || echo "not killed at $i: $status"
		is=$(readlink here/serving.mlc || :)
		case $is in
		"$before") old=$((old + 1)) ;;
		"$after") new=$((new + 1)) ;;
		*) echo "killed at $i: \"$is\" is served" ;;
		esac
		[ -z "$is" ] || mlc-show here/serving.mlc >/dev/null
		turn here 9999 || cat here.log
		for f in serving.mlc candidate.mlc; do
			cmp here/$f end/$f || echo "killed at $i"
		done
		[ "$(readlink here/serving.mlc)" = "$after" ]
		[ "$(readlink here/previous.mlc)" = \
		    "$(readlink end/previous.mlc)" ]
		ls -A here/models here/rows here/labels here/work here/done \
		    here >is
		ls -A end/models end/rows end/labels end/work end/done \
		    end | sed 's/^end/here/' >want
		diff want is || echo "killed at $i"
	done
	[ $old -gt 9 ] && [ $new -gt 1 ]
	rm -rf start
	mv end start
}

loop_rows 1 old | sed 200q >start/labels/1.csv
kill_everywhere
# The law changes by half, and a model that knows wins on the rows after these.
loop_rows 2 mixed >start/labels/2.csv
turn start 9999
loop_rows 3 mixed >start/labels/3.csv
kill_everywhere
