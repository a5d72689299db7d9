# What is read off what a sentence writes.
set -e
one() {
	mlc-tune -O csv --no-lineage "$@"
}
# Lines of names and numbers, of which the last counts; several objectives and
# their fronts: 2 is better in a than 1 and as good in b.
one -p x=1..2:int -s grid --no-input -m max:a -m min:b \
    'echo "a {x}"; echo "c 7"; echo b=1; echo "b	3"' | cut -d, -f 1-6
# Costs: seconds, seconds of processors, MiB.
one -p x=1..2:int -s grid --no-input -m time,cpu,memory 'sleep 0.0{x}' |
    awk -F, 'NR > 1 { print ($4 > 0.01), ($4 < 5), ($5 < 1), ($6 > 0.1), ($6 < 100) }'

# Metrics are those of mlc-eval on the test rows of each fold.
mlc-ingest -t species "$MLC_DATA/penguins.csv" | mlc-split >p.mlcs
one -p x=3..4:int -n 1 -m logloss,accuracy --folds 3 --journal j \
    'tee in.$$ | mlc-train gbdt --trees {x} -o /dev/null | tee scored.$$' \
    p.mlcs >/dev/null
for f in scored.*; do
	mlc-eval --bootstrap 0 --metrics logloss,accuracy -O csv $f |
	    grep split=test
done | cut -d, -f 2,4 | sort >want
grep -o '"logloss":[^]]*' j/*.jsonl | tr '[,' '\n\n' | sed 1d |
    sed 's/^/logloss,/' >got
grep -o '"accuracy":[^]]*' j/*.jsonl | tr '[,' '\n\n' | sed 1d |
    sed 's/^/accuracy,/' >>got
sort got | cmp - want

# Each train or valid row is a test row of one fold, in which it does not train,
# and no test row is in any; classes are dealt evenly.
mlc-clean -O csv --where "split != 'test'" --drop split p.mlcs | sed 1d |
    sort >rows
for f in in.*; do
	mlc-clean -O csv --where "split = 'test'" --drop split $f | sed 1d >test
	mlc-clean -O csv --where "split = 'train'" --drop split $f | sed 1d |
	    cat - test | sort | cmp - rows
	cat test >>tests
	for s in Adelie Gentoo Chinstrap; do grep -c $s test; done
done | sort -n | uniq -c | sed 's/^ *//'
sort tests | cmp - rows

# Without --folds the valid rows judge, if there are any; groups stay whole.
one -p x=3..4:int -n 1 -m accuracy 'tee in.all | mlc-train gbdt --trees {x}' \
    p.mlcs | cut -d, -f 6
mlc-clean -O csv --where "split = 'test'" --drop split in.all | sed 1d |
    sort >got
mlc-clean -O csv --where "split = 'valid'" --drop split p.mlcs | sed 1d |
    sort | cmp - got
rm in.*
one -p x=3..4:int -n 1 -m accuracy --folds 3 --role island=group \
    'tee in.$$ | mlc-train gbdt --trees {x}' p.mlcs >/dev/null 2>err || head -n 1 err
for f in in.*; do
	mlc-clean -O csv --where "split = 'test'" --keep island $f | sed 1d |
	    sort -u
done | sort
