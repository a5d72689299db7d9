# Names that other tools have are answered with ours, where the algorithm has
# it; what there is is told where nothing is near.
printf 'x,y\n1,2\n2,3\n' >t.csv
for o in learning-rate n_estimators num-leaves max-depth num-boost-round \
    subSample reg-lambda early-stopping-rounds min_child_samples; do
	must_exit 2 mlc-train gbdt --$o 3 -o m.mlc t.csv 2>&1 | head -1
done
must_exit 2 mlc-train logistic --C 3 -o m.mlc t.csv 2>&1 | head -1
must_exit 2 mlc-train linear --max-depth 3 -o m.mlc t.csv 2>&1 | head -1
must_exit 2 mlc-train xgboost -o m.mlc t.csv 2>&1 | head -1
must_exit 2 mlc-train magic -o m.mlc t.csv 2>&1 | head -1
must_exit 2 mlc-ingest -f ndjson t.csv 2>&1 | head -1
must_exit 2 mlc-ingest -f excel t.csv 2>&1 | head -1
must_exit 2 mlc-split 70/30 t.csv 2>&1 | head -1
must_exit 2 mlc-split 0.8 t.csv 2>&1 | head -1
must_exit 2 mlc-clean --where 'x > "5"' t.csv
mlc-clean --where x=2 t.csv -O csv
must_exit 2 mlc trian
