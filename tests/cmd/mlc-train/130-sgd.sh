# A stream in two pieces, the second --from the model of the first, is the
# stream; a model of other rows is refused by name.
set -e
cp "$MLC_DATA/churn.csv.gz" .
gzip -d churn.csv.gz
mlc-clean --shuffle churn.csv -O csv >all.csv
sed 4001q all.csv >one.csv
(sed 1q all.csv; sed 1,4001d all.csv) >two.csv
sgd="mlc-train sgd --no-profile -t churn --interact contract*tenure"
$sgd -o all.mlc all.csv
$sgd -o one.mlc one.csv
$sgd --from one.mlc -o two.mlc two.csv
$sgd -j 2 --mem 1M -o few.mlc all.csv
for m in all two few; do
	mlc-serve -q $m.mlc --only -O csv <two.csv >$m.out
done
cmp all.out two.out
cmp all.out few.out
# Rows that it has not seen.
mlc-serve -q one.mlc -O csv <two.csv >scored.csv
mlc-eval --truth churn --score score --positive Yes --metrics auc \
	--bootstrap 0 -O csv scored.csv |
	awk -F, '$2 == "auc" { print ($4 > 0.835 ? "good" : $4) }'
must_exit 2 mlc-train gbdt -t churn --from one.mlc -o no.mlc two.csv
must_exit 2 mlc-train sgd -t churn --from one.mlc -o no.mlc two.csv
must_exit 2 $sgd --from nosuch.mlc -o no.mlc two.csv
mlc-clean --drop tenure two.csv -O csv >less.csv
must_exit 2 mlc-train sgd -t churn --from one.mlc -o no.mlc less.csv
mlc-clean -i auto two.csv >steps.mlcs
must_exit 2 $sgd --from one.mlc -o no.mlc steps.mlcs
[ ! -e no.mlc ]
# Rows that come in the order of the target are told, of classes and numbers.
mlc-clean --sort churn churn.csv | $sgd -o sorted.mlc
mlc-clean --sort tenure churn.csv |
	mlc-train sgd -t tenure --no-profile -o sorted.mlc
