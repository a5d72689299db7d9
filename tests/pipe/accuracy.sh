# The level of other tools on the bundled tables (scikit-learn 1.2.1):
# churn, AUC over five folds: LogisticRegression on one-hot and scaled columns
# 0.8446; penguins, accuracy of HistGradientBoostingClassifier 0.98; diamonds,
# rmse of HistGradientBoostingRegressor 552.
set -e
at_least() {
	awk -v n="$1" -v v="$2" -v w="$3" 'BEGIN {
		if (!(v >= w)) print n ": " v ", wanted at least " w }'
}
for i in 1 2 3 4 5; do
	mlc-ingest "$MLC_DATA/churn.csv.gz" -t churn |
		mlc-split --folds 5 --fold $i >fold.mlcs
	mlc-train gbdt -o m.mlc fold.mlcs |
		mlc-eval --metrics auc --bootstrap 0 -O csv >gbdt.$i
	mlc-clean -i auto fold.mlcs | mlc-encode --auto |
		mlc-train logistic -o m.mlc |
		mlc-eval --metrics auc --bootstrap 0 -O csv >logistic.$i
done
mean() {
	cat "$@" | awk -F, '$2 == "auc" { s += $4; n++ } END { print s / n }'
}
at_least "churn logistic auc" "$(mean logistic.*)" 0.842
at_least "churn gbdt auc" "$(mean gbdt.*)" 0.833
value() {
	awk -F, -v m="$1" '$2 == m { print $4 }'
}
at_least "penguins gbdt accuracy" "$(
	mlc-ingest "$MLC_DATA/penguins.csv" -t species |
	mlc-split --folds 5 --fold 1 | mlc-train gbdt -o m.mlc |
	mlc-eval --bootstrap 0 -O csv | value accuracy)" 0.95
at_least "diamonds gbdt -rmse" "$(
	mlc-ingest "$MLC_DATA/diamonds.csv.gz" -t price |
	mlc-split --folds 5 --fold 1 | mlc-train gbdt -o m.mlc |
	mlc-eval --bootstrap 0 -O csv | value rmse | awk '{ print -$1 }')" -560
