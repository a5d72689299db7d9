# -m: raw rows are scored by the model first, as mlc-serve scores them.
set -e
awk 'BEGIN {
	srand(5)
	print "age,city,churn,part"
	for (i = 1; i <= 400; i++) {
		a = int(20 + 60 * rand()); c = 1 + int(3 * rand())
		p = 1 / (1 + exp(-(a - 50) / 10 - (c == 2)))
		printf "%s,%s,%s,%s\n", rand() < 0.1 ? "" : a,
		    substr("UlmBonKie", 3 * c - 2, 3),
		    rand() < p ? "YES" : "no", i % 2 ? "a" : "b"
	}
}' >raw.csv
mlc-ingest raw.csv -t churn --role part=group | mlc-clean -i auto --lower churn |
	mlc-encode --auto | mlc-train logistic --l2 1 -o m.mlc
# Without a split it is told that these rows were trained on.
mlc-eval -m m.mlc raw.csv -O csv --metrics auc >auc.csv
# same ARGUMENTS: by -m and by mlc-serve before.
same() {
	mlc-eval -q -m m.mlc raw.csv -O csv "$@" >one
	mlc-serve m.mlc <raw.csv | mlc-eval -O csv "$@" >two
	cmp one two
}
same --by part --slice 'age > 40'
same --confusion --metrics auc,f1 --bootstrap 0
wc -l <one
# The target goes through the steps that touch it: it is "yes" by now.
grep -o 'confusion.*400' one
# From other formats, and with columns in another order.
mlc-ingest -O jsonl raw.csv | mlc-eval -m m.mlc -O csv --confusion \
    --metrics auc,f1 --bootstrap 0 | cmp - one
mlc-ingest -O arrow --types age=string raw.csv | mlc-eval -m m.mlc -O csv \
    --confusion --metrics auc,f1 --bootstrap 0 | cmp - one
awk -F, -v OFS=, '{ print $3, $2, $1, $4, NR }' raw.csv |
	mlc-eval -m m.mlc -O csv --confusion --metrics auc,f1 --bootstrap 0 |
	cmp - one
# Gates and rows without a truth.
must_exit 1 mlc-eval -m m.mlc raw.csv --metrics auc --bootstrap 0 -O csv \
    --fail-if 'part=b: auc < 1' --by part | cut -d, -f1-3
sed '2,5s/,\(YES\|no\),/,,/' raw.csv | mlc-eval -m m.mlc --metrics auc \
    --bootstrap 0 -O csv | cut -d, -f1-3
# Without the target there is nothing to evaluate.
cut -d, -f1,2,4 raw.csv >rows.csv
must_exit 2 mlc-eval -m m.mlc rows.csv
mlc-ingest rows.csv -o rows.mlcs
must_exit 2 mlc-eval -m m.mlc rows.mlcs
mlc-ingest rows.csv -o rows.jsonl
must_exit 2 mlc-eval -m m.mlc rows.jsonl
must_exit 2 mlc-eval -m none.mlc raw.csv
must_exit 2 mlc-eval -m raw.csv raw.csv
