# A journal: a run that was killed goes on, several help each other, and no
# trial is done twice.
tune() {
	$must mlc-tune -O csv --no-lineage --no-input -m min:f -p x=0..1 -n 24 -j 2 \
	    --journal "$@" 'echo {x} >>done; sleep ${NAP-0.05}; echo {x}'
}
count() {
	sort done | uniq | wc -l
}
tune j >one
cut -d, -f 1-4 one >want
[ "$(wc -l <done)" -eq 24 ] || wc -l done
# It is all there: nothing is run.
rm done
tune j | cut -d, -f 1-4 | cmp - want
[ ! -e done ] || cat done

# Killed in the middle, and with half a line at the end of its journal.
(NAP=0.5; export NAP; exec mlc-tune -O csv --no-lineage --no-input -m min:f -p x=0..1 -n 24 -j 2 \
    --journal k 'echo {x} >>done; sleep ${NAP-0.05}; echo {x}' >killed) &
pid=$!
while [ ! -e done ] || [ "$(wc -l <done)" -lt 8 ]; do sleep 0.02; done
kill -9 $pid
wait $pid 2>/dev/null
sleep 0.2
[ ! -s killed ] || cat killed
n=$(cat k/*.jsonl | wc -l)
[ "$n" -ge 4 ] && [ "$n" -lt 24 ] || echo "$n trials before the kill"
for f in k/*.jsonl; do printf '{"trial":23,"st' >>$f; done
: >done
tune k | cut -d, -f 1-4 | cmp - want
[ "$(wc -l <done)" -eq $((24 - n)) ] || echo "$n and $(wc -l <done)"

# Three at once.
rm done
for i in 1 2 3; do tune m >out.$i & done
wait
for i in 1 2 3; do cut -d, -f 1-4 out.$i | cmp - want; done
[ "$(wc -l <done)" -eq 24 ] || wc -l done
[ "$(ls m/*.jsonl | wc -l)" -gt 1 ] || ls m
[ "$(cat m/*.jsonl | wc -l)" -eq 24 ] || cat m/*.jsonl

# More trials of the same search; another search; a damaged line.
mlc-tune -q --no-input -m min:f -p x=0..1 -n 25 --journal j \
	'echo {x} >>done; sleep ${NAP-0.05}; echo {x}' >/dev/null
tail -n 1 done | sed 's/.*/one more/'
must_exit 2 mlc-tune --no-input -m min:f -p x=0..2 --journal j \
	'echo {x} >>done; sleep ${NAP-0.05}; echo {x}' 2>&1
must='must_exit 2'
tune j --seed 2 2>&1
sed -i '1s/"trial":[0-9]*/"trial":-1/' k/*.jsonl
tune k 2>&1 | sed 's,k/.*jsonl,k/X.jsonl,'

# What was learned elsewhere.
mlc-tune -O csv --no-input -m min:f -p x=0..1 -n 3 --from j 'echo {x}' |
    awk -F, 'NR > 1 && $3 > 0.3'
must_exit 2 mlc-tune --no-input -m max:g -p x=0..1 -n 3 --from j 'echo {x}' 2>&1
