# Trials that fail, time out or are ended, and what cannot be done at all.
one() {
	mlc-tune -j 1 -O csv --no-lineage -s grid --no-input -m min:f "$@"
}
one -p 'w={0,3,4,1,2}' 'echo "mlc-x: no {w}" >&2; [ {w} = 1 ] && echo 1' 2>&1 |
    cut -d, -f 1-4
must_exit 2 mlc-tune -j 1 -p 'w={1,2}' --no-input -m min:f 'false {w}' 2>&1
one -p 'w={0,99}' --timeout 3 'sleep {w}; echo 1' 2>&1 | cut -d, -f 1-4
one -p 'w={x,3}' 'echo {w}' 2>&1 | cut -d, -f 1-4
one -p 'w={f,g}' 'echo {w} 1' 2>&1 | cut -d, -f 1-4
one -p 'w={9,3}' 'kill -{w} $$' 2>&1 | cut -d, -f 1-4

# A signal ends what runs, all of it, and the trials so far are told.
(exec mlc-tune --no-input -m min:f -p x=1..9:int -s random -j 2 -n 9 \
    'echo $$ >>pids; [ {x} = 0 ] || sleep 60 | cat; echo {x}' >out 2>err) &
pid=$!
while [ ! -e pids ] || [ "$(wc -l <pids)" -lt 2 ]; do sleep 0.02; done
kill -TERM $pid
wait $pid
echo "status $?"
cat err
sleep 0.5
for p in $(cat pids); do
	pgrep -r R,S,D,T -g $p
done

printf 'a,y\n1,u\n2,v\n3,u\n' >few.csv
must_exit 2 mlc-tune -t y -m auc -p x=1..2 'mlc-train gbdt --rate {x}' few.csv 2>&1
must_exit 2 mlc-tune -t y -m auc -p x=1..2 -o m.mlc 'cat {x}' few.csv 2>&1
must_exit 2 mlc-tune -t y -m auc -p x=1..2 'mlc-train gbdt' few.csv 2>&1
must_exit 2 mlc-tune -t y -m auc,min:f -p x=1..2 'echo {x}' few.csv 2>&1
must_exit 2 mlc-tune -t y -m auc -p auc=1..2 'echo {auc}' few.csv 2>&1
must_exit 2 mlc-tune -m min:f --no-input -p 'a=0..1' \
    -p 'b=0..1 if a' 'echo {a} {b}' 2>&1
ls
