# Early stopping by a metric: by logloss it is the loss that stops; by auc no
# other number of rounds has a better auc on the valid rows, as mlc-eval has it.
set -e
gzip -dc "$MLC_DATA/churn.csv.gz" | sed -n '1p;2~3p' >churn.csv
gbdt="mlc-train gbdt --no-profile --no-lineage"
mlc-ingest churn.csv -t churn | mlc-split 60:20:20 >rows.mlcs
$gbdt -o loss.mlc rows.mlcs >/dev/null
$gbdt --metric logloss -o metric.mlc rows.mlcs >/dev/null
cmp loss.mlc metric.mlc
# auc OPTION...: of the valid rows.
auc() {
	$gbdt "$@" rows.mlcs | mlc-eval --metrics auc --bootstrap 0 -O csv |
		sed -n 's/^split=valid,auc,[0-9]*,\([0-9.]*\),.*/\1/p'
}
auc --metric auc --early-stop 30 -o best.mlc >scores
best=$(mlc-show best.mlc -O csv | sed -n 's/^model,rounds,//p')
for k in 1 5 $((best - 1)) $((best + 1)) $((best + 9)) $((best + 30)); do
	auc --trees $k --early-stop 0 -o k.mlc
done >>scores
awk 'NR == 1 { best = $1 } $1 > best { print "better:", $1, best }
	END { print NR, (best > 0.8 ? "scores" : best) }' scores

$gbdt -v --metric auc -o folds.mlc -t churn churn.csv 2>&1 |
	sed -n 's/.*at [0-9]* rounds/N rounds/p'
$gbdt --metric auc -j 2 -o folds2.mlc -t churn churn.csv
cmp folds.mlc folds2.mlc
try() {
	must_exit 2 mlc-train "$@" -t churn -o no.mlc churn.csv
}
try gbdt --metric rmse
try gbdt --metric nosuch 2>&1 | cut -c 1-30
try gbdt --metric 'recall(class=Maybe)'
try gbdt --metric auc --trees 10
try forest --metric auc
[ ! -e no.mlc ]
