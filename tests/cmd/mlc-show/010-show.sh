# What a model says of itself; the values are those of other programs.
set -e
cp "$MLC_DATA/churn.csv.gz" .
mlc-ingest churn.csv.gz -t churn >c.mlcs
mlc-split --stratify c.mlcs | mlc-clean -i auto | mlc-encode --auto >e.mlcs
mlc-train gbdt --trees 20 --early-stop 0 -o a.mlc e.mlcs >held.mlcs
mlc-train logistic --l2 1 -o b.mlc e.mlcs >/dev/null
mlc-show a.mlc b.mlc -O csv | grep -E '^(part|model|parameters),' |
	grep -v sha256
# The AUC of the valid rows is that of mlc-eval.
auc=$(mlc-show a.mlc -O csv | sed -n 's/^score,auc,//p')
mlc-eval --metrics auc -O csv --bootstrap 0 held.mlcs |
	awk -F, -v auc="$auc" '/^split=valid/ {
		print (sprintf("%.4g", $4) == auc) ? "same" : $4 " " auc }'
# What was made of a column counts together; shares add up to 1.
mlc-show a.mlc -O csv | awk -F, '$1 == "importance" && $2 != "measure" {
	sum += $3; n += /=/ } END { printf "%.2f %d\n", sum, n }'
mlc-show b.mlc -O csv | grep -c '^importance,contract=.*,0.58'
mlc-show a.mlc -O csv | grep -E '^(recipe,1|lineage)'
mlc-show --json a.mlc | grep -o '"file":"a.mlc"\|"facts":[^}]*}'
must_exit 2 mlc-show
must_exit 2 mlc-show a.mlc a.mlc
must_exit 2 mlc-show c.mlcs
must_exit 2 mlc-show nosuch.mlc
