# A score of two classes has its class in its name where that is asked for, so
# that a plain table is judged as the stream is.
set -e
mlc-split -t churn "$MLC_DATA/churn.csv.gz" -o s.mlcs
mlc-train gbdt --trees 20 --positive No -o m.mlc s.mlcs >scored.mlcs
mlc-eval --metrics auc,logloss --bootstrap 0 -O csv scored.mlcs >want
mlc-train gbdt --trees 20 --positive No --name-score -O csv -o m.mlc s.mlcs \
	>scored.csv
head -n 1 scored.csv | grep -o 'prediction.*'
mlc-eval --truth churn --score score_No --role split=split \
	--metrics auc,logloss --bootstrap 0 -O csv scored.csv | cmp - want
mlc-serve -q m.mlc --name-score --only -O csv <scored.csv | head -n 1
mlc-serve -q m.mlc --only -O csv <scored.csv | head -n 1
must_exit 2 mlc-serve m.mlc --name-score --listen 127.0.0.1:0
# Several classes have had theirs, a number has no class.
mlc-split -t species "$MLC_DATA/penguins.csv" |
	mlc-train baseline --name-score -O csv -o p.mlc | head -n 1 |
	grep -o 'prediction.*'
mlc-split -t body_mass_g "$MLC_DATA/penguins.csv" |
	mlc-train baseline --name-score -O csv -o p.mlc | head -n 1 |
	grep -o 'prediction.*'
