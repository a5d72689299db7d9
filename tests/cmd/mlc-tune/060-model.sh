# -o: the sentence on all rows but test, with the best parameters.
set -e
mlc-ingest -t species "$MLC_DATA/penguins.csv" | mlc-split >p.mlcs
sentence='mlc-clean -i "@numeric={how}" | mlc-train gbdt --trees {n}'
mlc-tune -O csv -m logloss --folds 3 -p 'how={mean,median}' -p n=2..40:int \
    -n 5 -o m.mlc "$sentence" p.mlcs >trials 2>err
[ ! -s err ] || cat err
set -- $(sed -n '2s/,/ /gp' trials)
mlc-clean --where "split != 'test'" --derive "split = 'train'" p.mlcs >all.mlcs
mlc-clean -i "@numeric=$4" all.mlcs | mlc-train gbdt --trees $5 -o want.mlc \
    >/dev/null
for m in m want; do
	mlc-eval -m $m.mlc p.mlcs --bootstrap 0 -O csv >$m.csv
done
cmp m.csv want.csv
grep -c split=test m.csv

# Where the sentence says it itself; by another program; and it appears whole or
# not at all.
echo old >n.mlc
mlc-tune -q -m logloss -p n=2..4:int -n 2 -o n.mlc --exec 'env A=2 {}' \
    '[ $A = 2 ] && mlc-train gbdt --trees {n} -o {model}' p.mlcs >/dev/null
mlc-show n.mlc | grep -o 'rounds  .*'
echo old >n.mlc
must_exit 2 mlc-tune -m min:f -p n=2..4:int -n 2 -o n.mlc --no-input \
    '[ {model} = /dev/null ] && echo {n}' 2>&1 >/dev/null
cat n.mlc
mlc-tune -O csv -q -m logloss -p n=2..4:int -n 1 --exec 'sh -c {sentence}' \
    'mlc-train gbdt --trees {n}' p.mlcs | wc -l
ls -A
