# MLC_TRACK=1: tools add to a run by themselves, those of a script to one.
set -e
cp "$MLC_DATA/penguins.csv" .
cat >script <<'END'
mlc-split penguins.csv >s.mlcs
mlc-train forest --trees 5 -t species -o m.mlc s.mlcs |
    mlc-eval -q --metrics accuracy -O csv >metrics.csv
END
MLC_TRACK=1 sh script 2>err
sed 's,made .*/\.mlc,made .mlc,' err
MLC_TRACK=1 sh script
mlc-track ls -O csv | cut -d, -f 4 | uniq -c
show() {
	mlc-track show @ -O csv | grep "^$1" | cut -d, -f 2-3
}
show programs | cut -d' ' -f 1-4
show data | sed "s/$(sha256sum penguins.csv | cut -c 1-64)/SUM/"
for f in s.mlcs m.mlc metrics.csv; do
	mlc-track show @ -O csv | grep "^[fm].*/*$f,$(sha256sum $f |
	    cut -c 1-64)$" | cut -d, -f 1
done
mlc-track show @ -O csv | grep -c '^metrics,split=test: accuracy'

# One that was killed has no end, and the run no status.
mkfifo fifo
MLC_TRACK=1 mlc-ingest - <fifo >/dev/null &
pid=$!
exec 3>fifo
while [ "$(ls .mlc/runs | wc -l)" -lt 3 ]; do sleep 0.05; done
while ! grep -q '"program"' .mlc/runs/*/*.$pid.*.jsonl; do sleep 0.05; done
kill -9 $pid
exec 3>&-
wait $pid 2>/dev/null || echo $?
mlc-track ls -O csv | cut -d, -f 4 | tail -n 1
show programs
# No run where nobody wants one, and none where it is not to be had.
ls .mlc/runs | wc -l >before
MLC_TRACK=0 mlc-ingest penguins.csv >/dev/null
MLC_TRACK= mlc-ingest penguins.csv >/dev/null
ls .mlc/runs | wc -l | cmp - before
MLC_TRACK=/nosuch/runs/x mlc-ingest penguins.csv 2>&1 >/dev/null
