# One thread or many: the same bytes, in every tool.
set -e
run() {
	mlc-ingest -j $1 "$MLC_DATA/diamonds.csv.gz" -t price |
		mlc-split | mlc-clean -j $1 -i auto |
		mlc-encode -j $1 --auto >in.$1
	mlc-train gbdt --trees 12 -j $1 -o gbdt.$1 <in.$1 >g.$1
	mlc-train forest --trees 5 -j $1 -o forest.$1 <in.$1 >f.$1
	mlc-train linear -j $1 -o linear.$1 <in.$1 >l.$1
	mlc-ingest -j $1 "$MLC_DATA/churn.csv.gz" -t churn |
		mlc-split | mlc-train gbdt --trees 12 -j $1 -o churn.$1 |
		mlc-eval -j $1 -O csv >eval.$1
	mlc-ingest -j $1 "$MLC_DATA/penguins.csv" -t species |
		mlc-clean -j $1 -i auto | mlc-encode -j $1 --auto |
		mlc-train logistic -j $1 -o multi.$1
}
run 1
for j in 2 7 32; do
	run $j
	for f in in gbdt forest linear g f l churn eval multi; do
		test -s $f.1
		cmp $f.1 $f.$j
		rm $f.$j
	done
done
