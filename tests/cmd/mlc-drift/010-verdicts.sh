# The rows a model was trained on have not drifted; shifted, unseen, missing
# and broken ones have, each by its own test.
set -e
for t in "churn.csv.gz churn" "penguins.csv species" "diamonds.csv.gz price"; do
	set -- $t
	mlc-ingest "$MLC_DATA/$1" -t "$2" | mlc-train gbdt --trees 20 -o m.mlc
	mlc-drift m.mlc --only-drift "$MLC_DATA/$1"
done
drifted() {
	must_exit 1 mlc-drift "$@" --only-drift -O csv | cut -d, -f2,4,8
}
mlc-ingest "$MLC_DATA/churn.csv.gz" -t churn -o c.mlcs
mlc-train gbdt --trees 20 -o m.mlc c.mlcs
echo "shifted:"
mlc-clean --derive 'tenure = tenure + 40' c.mlcs | drifted m.mlc | grep tenure
echo "unseen:"
mlc-clean --replace 'contract=One year:Three years' c.mlcs |
	drifted m.mlc | grep contract
echo "missing:"
mlc-clean --derive "tenure = if(female = 1, tenure, missing)" c.mlcs |
	drifted m.mlc | grep tenure | grep missing
echo "wrong type:"
mlc-ingest c.mlcs -O csv | awk -F, -v OFS=, 'NR > 1 && NR % 9 == 0 {
	$6 = "much" } { print }' | drifted m.mlc | grep wrong_type
echo "windows:"
mlc-drift m.mlc --window 3000 c.mlcs -O csv | cut -d, -f1 | uniq -c |
	awk '{ print $2, ($1 > 40) }'
