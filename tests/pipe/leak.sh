# With a shuffled target, target-encoded features tell nothing about held-out
# rows: AUC 0.5 within 0.03. Encoded without cross-fitting, they would make a
# learner that fits its training rows and nothing else.
set -e
zcat "$MLC_DATA/churn.csv.gz" | awk -F, -v OFS=, '
	BEGIN { srand(7) }
	NR == 1 { print $0, "key"; next }
	{ $1 = rand() < 0.27 ? "\"Yes\"" : "\"No\""
	  print $0, "\"k" int(rand() * 1500) "\"" }' >shuffled.csv
mlc-ingest shuffled.csv -t churn | mlc-split 60:40 >split.mlcs
mlc-encode --target-encode key,contract,payment_method split.mlcs |
	mlc-clean -i auto | mlc-encode --auto |
	mlc-train logistic -o m.mlc | mlc-eval --metrics auc -O csv >logistic.csv
mlc-encode --target-encode key,contract split.mlcs |
	mlc-train gbdt --trees 30 -o m.mlc |
	mlc-eval --metrics auc -O csv >gbdt.csv
for f in logistic gbdt; do
	awk -F, -v f=$f '$2 == "auc" && $1 ~ /test/ { n++
		if ($4 < 0.47 || $4 > 0.53) print f ": AUC " $4 }
	END { if (n != 1) print f ": no AUC" }' $f.csv
done
