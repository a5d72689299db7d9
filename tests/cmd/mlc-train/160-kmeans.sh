# Clusters without a target.  In closed form: 0, 1, 10 and 11 are two clusters
# around .5 and 10.5, of which each row is .5 away; 12 of weight 3 draws the
# second to (10 + 11 + 3 * 12) / 5.
set -e
facts() { zstd -dqc $1 | tar -xOf - card.md | grep 'rows of clu\|sum of sq'; }
printf 'x\n0\n1\n10\n11\n' >four.csv
mlc-train kmeans --k 2 --no-profile -o f.mlc four.csv
mlc-serve f.mlc -O csv <four.csv
facts f.mlc
printf 'x,w\n0,1\n1,1\n10,1\n11,1\n12,3\n99,0\n' >w.csv
mlc-train kmeans --k 2 --no-profile --role w=weight -o w.mlc w.csv
zstd -dqc w.mlc | tar -xOf - model.json

# The sums of squares of scikit-learn 1.7.2 on the penguins' measures:
# KMeans(k, n_init=100, random_state=0, tol=0), k 3 and 4, and 4 of the bills
# weighted by the mass.
keep=bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g
mlc-clean --keep $keep --drop-missing '*' -O csv "$MLC_DATA/penguins.csv" >p.csv
for k in 3 4; do
	mlc-train kmeans --k $k --restarts 50 --no-profile -o p.mlc p.csv
	facts p.mlc
	zstd -dqc p.mlc | tar -xOf - model.json |
		sed 's/.*"sum_of_squares":\([0-9.]*\).*/\1/' |
		awk '{ printf "%.4f\n", $1 }'
done
mlc-train kmeans --k 4 --restarts 50 --no-profile \
	--role body_mass_g=weight --role flipper_length_mm=ignore -o b.mlc p.csv
zstd -dqc b.mlc | tar -xOf - model.json |
	sed 's/.*"sum_of_squares":\([0-9.]*\).*/\1/' | awk '{ printf "%.4f\n", $1 }'

# Through cleaning and encoding; equal bytes for any number of threads; what is
# served, shown, watched; columns add up to the square of the distance.
for j in 1 2; do
	mlc-ingest "$MLC_DATA/churn.csv.gz" -t churn | mlc-clean -i auto |
		mlc-encode --scale @numeric=standard --onehot @string |
		mlc-train kmeans -j $j --k 3 --no-lineage -o c$j.mlc
done
cmp c1.mlc c2.mlc
mlc-show c1.mlc | grep '^model\|^score' | grep -v sha256
gzip -dc "$MLC_DATA/churn.csv.gz" >churn.csv
mlc-serve c1.mlc -O csv <churn.csv >s.csv
mlc-group -k prediction -a 'n=count(), mean(distance)' -O csv s.csv
mlc-drift c1.mlc -O csv churn.csv | grep ',score,.*psi'
mlc-serve c1.mlc --only --explain -O csv <churn.csv |
	awk -F, 'NR > 1 { s = 0; for (i = 3; i <= NF; i++) s += $i
		d = s - $2 * $2; if (d < 0) d = -d
		if (d > worst) worst = d }
	END { print worst < 1e-9 ? "adds up" : worst }'

# A row that lacks a value has no cluster.
printf 'x\n3\n""\n' | mlc-serve f.mlc --only -O csv

# What cannot be.
printf 'x,y\n1,1\n1,1\n2,1\n1,1\n' >few.csv
must_exit 2 mlc-train kmeans --k 3 -o no.mlc few.csv
mlc-train kmeans --k 2 --no-profile -o few.mlc few.csv
facts few.mlc
must_exit 2 mlc-train kmeans -o no.mlc churn.csv
must_exit 2 mlc-train kmeans -o no.mlc -t species "$MLC_DATA/penguins.csv" \
	--role island=ignore --role sex=ignore
printf 'x\n1\ninf\n2\n' | must_exit 2 mlc-train kmeans --k 2 -o no.mlc
printf 'x\n1e200\n-1e200\n2\n' | must_exit 2 mlc-train kmeans --k 2 -o no.mlc
for form in c onnx xgboost lightgbm; do
	must_exit 2 mlc-train export $form f.mlc -o no.txt
done
for bad in '--k 0' '--restarts 0' '--contamination .1' '--cost fn=1' \
    '--task anomaly'; do
	must_exit 2 mlc-train kmeans $bad -o no.mlc four.csv
done
[ ! -e no.mlc ]
