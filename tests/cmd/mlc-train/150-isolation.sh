# Anomalies without a target.  Depths of trees in closed form: of rows 0, 1 and
# 10 a first split sets 10 apart in 9 of 10 trees, else 0, so that the mean
# depths of the three are 1.9, 2 and 1.1; c(3) = 2 (ln 2 + .5772157) - 4/3.
set -e
near() { awk -v a="$1" -v b="$2" -v d="$3" 'BEGIN {
	print (a - b < d && b - a < d ? "near" : a " is not " b) }'; }
printf 'x\n0\n1\n10\n' >three.csv
mlc-train isolation --trees 40000 --sample 3 --no-profile -o t.mlc three.csv
mlc-serve t.mlc --only -O csv <three.csv | sed 1d | awk -F, '{
	h = -log($2) / log(2) * (2 * (log(2) + .5772156649) - 4 / 3)
	printf "%.2f\n", h }'

# The AUC and the mean score of scikit-learn 1.7.2, IsolationForest() over 50
# seeds: .9906 (deviation .0030) and .4484 (.0033), of ten Gentoo penguins among
# the others, with the species for a target, which is not looked at.
mlc-clean --drop-missing '*_mm' -O csv "$MLC_DATA/penguins.csv" |
	tr -d '\r' |
	awk -F, 'NR == 1 || $1 != "Gentoo" || n++ < 10' >p.csv
keep=species,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g
mlc-clean --keep $keep -t species p.csv -O csv >n.csv
for seed in 1 2 3 4 5 6; do
	mlc-train isolation -q --seed $seed --no-profile -t species -o n.mlc \
		n.csv
	mlc-serve n.mlc <n.csv >n.mlcs
	mlc-eval n.mlcs --positive Gentoo --metrics auc --bootstrap 0 -O csv |
		sed 1d | cut -d, -f4 >>auc
	mlc-serve n.mlc --only -O csv <n.csv | sed 1d | cut -d, -f2 >>score
done
mean() { awk '{ s += $1 } END { print s / NR }' $1; }
near $(mean auc) .9906 .004
near $(mean score) .4484 .004

# Texts and missing values; what is served is what was trained, for any number
# of threads; the label passes and judges; what columns add is the score's log.
for j in 1 2; do
	mlc-train isolation -j $j --contamination 0.05 -t species -o p$j.mlc \
		--no-lineage "$MLC_DATA/penguins.csv"
done
cmp p1.mlc p2.mlc
zstd -dqc p1.mlc | tar -xOf - card.md | grep 'task\|target\|threshold'
mlc-show p1.mlc | grep 'model\|score' | grep -v sha256
sed 's/Dream/Moon/' "$MLC_DATA/penguins.csv" |
	mlc-serve p1.mlc -O csv >1.csv
sed 1d 1.csv | awk -F, '{ print $(NF - 1) }' | sort | uniq -c | awk '{ print $1, $2 }'
mlc-eval --positive Gentoo -O csv n.mlcs >1.out
mlc-eval -q -m n.mlc --positive Gentoo -O csv n.csv >2.out
cmp 1.out 2.out
grep 'auc\|recall' 1.out
mlc-drift p1.mlc -O csv "$MLC_DATA/penguins.csv" | grep ',score,.*psi'
mlc-serve p1.mlc --only --explain -O csv <"$MLC_DATA/penguins.csv" |
	awk -F, 'NR > 1 { s = 0; for (i = 3; i <= NF; i++) s += $i
		d = s - log($2) / log(2); if (d < 0) d = -d
		if (d > worst) worst = d }
	END { print worst < 1e-9 ? "adds up" : worst }'

# Of rows alike nothing can be told; of infinite and missing ones, it can.
printf 'x\n5\n5\n5\n' >alike.csv
mlc-train isolation --no-profile -o a.mlc alike.csv
mlc-serve a.mlc --only -O csv <alike.csv
printf 'x\n5\n\n5\n5\ninf\n-inf\n1e308\n' >odd.csv
mlc-train isolation --trees 9 --no-profile -o a.mlc odd.csv
mlc-serve a.mlc --only -O csv <odd.csv | cut -d, -f1

# A row of weight 0 is not there.
printf 'x,w\n0,1\n1,1\n10,1\n77,0\n' >w.csv
mlc-train isolation --sample 9 --role w=weight --no-profile -o w.mlc w.csv
mlc-train isolation --sample 9 --role w=ignore --no-profile -o t.mlc w.csv
mlc-show t.mlc w.mlc | grep '^parameters\|leaves' | awk '{ print $2, $3, $4 }'
printf 'x,w\n0,0\n1,0\n' >w.csv
must_exit 2 mlc-train isolation --role w=weight -o no.mlc w.csv

for form in xgboost lightgbm onnx; do
	must_exit 2 mlc-train export $form t.mlc -o no.txt
done
for bad in '--trees 0' '--sample 1' '--task classification' '--positive a' \
    '--class-weight balanced' '--calibrate sigmoid' '--contamination 1.5' \
    '--conformal .9'; do
	must_exit 2 mlc-train isolation $bad -o no.mlc p.csv
done
must_exit 2 mlc-train forest --contamination .1 -t species -o no.mlc p.csv
mlc-encode --text species=hash:10 p.csv >sparse.mlcs
must_exit 2 mlc-train isolation -o no.mlc sparse.mlcs
sed 2q three.csv | must_exit 2 mlc-train isolation -o no.mlc
[ ! -e no.mlc ]
