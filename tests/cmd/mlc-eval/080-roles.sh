# -m keeps the roles that the rows' head has: parts are judged apart and weights
# weigh, as if the rows had come from mlc-train; a plain file has the roles that
# --role says, also of columns that the model does not know.
set -e
mlc-clean --derive 'w = 1 + senior_citizen' $MLC_DATA/churn.csv.gz -O csv >t.csv
mlc-split -t churn t.csv -o s.mlcs
roles='--role w=weight --role payment_method=id'
eval_csv() {
	mlc-eval --metrics auc,accuracy,logloss --bootstrap 0 -O csv "$@"
}
mlc-ingest s.mlcs $roles | mlc-train gbdt --trees 20 -o w.mlc |
	eval_csv --by contract >want
mlc-ingest s.mlcs $roles -o w.mlcs
eval_csv -m w.mlc w.mlcs --by contract | grep -v ^split=train | cmp - want
mlc-ingest w.mlcs -O arrow | eval_csv -m w.mlc --by contract |
	grep -v ^split=train | cmp - want
mlc-ingest w.mlcs -O csv >w.csv
for form in csv jsonl tsv; do
	mlc-ingest w.mlcs -O $form |
		eval_csv -m w.mlc --role split=split --role w=weight \
		--by contract | grep -v ^split=train | cmp - want
done
grep '^split=test,' want
# A model that never saw the weights or the split: they are of the rows.
mlc-train gbdt --trees 20 -o m.mlc -t churn --role w=ignore t.csv
eval_csv -m m.mlc w.mlcs | cut -d, -f1-3
# The slice is by a column that the model does not have.
mlc-ingest w.mlcs | mlc-clean --derive "zone = upper(contract)" |
	eval_csv -m m.mlc --by zone | grep 'test zone.*auc' | cut -d, -f1-3
# A table of strangers is refused all the same.
printf 'a,b,churn\n1,2,No\n' | must_exit 2 mlc-eval -m m.mlc
printf '{"a":1,"churn":"No"}\n' | must_exit 2 mlc-eval -m m.mlc
# Scores that another model left are nobody's scores here.
mlc-train gbdt --trees 2 -o old.mlc w.mlcs |
	mlc-clean --rename score=score_No -o old.mlcs
eval_csv -m m.mlc old.mlcs | tail -n 1 | cut -d, -f1-3
