# A classifier hardly tells simulated rows from those of the table, and, harder,
# from rows of it that were not learnt of: the AUC of gbdt on held-out rows.

head_of() {
	case $1 in *.gz) zcat "$MLC_DATA/$1" ;; *) cat "$MLC_DATA/$1" ;; esac
}
# tell REAL SIMULATED: the AUC.
tell() {
	mlc-clean --derive 'made=0' -O csv "$1" >real.csv
	mlc-clean --derive 'made=1' -O csv "$2" >made.csv
	mlc-ingest real.csv made.csv |
		mlc-split 60:40 -t made --seed 5 |
		mlc-train gbdt --trees 100 -t made -o m.mlc |
		mlc-eval --bootstrap 0 -O csv | awk -F, '$2 == "auc" { print $4 }'
}
below() {
	awk -v x="$1" -v most="$2" -v what="$3" \
		'BEGIN { if (!(x > 0.3 && x < most)) print what ": " x }'
}
for table in churn.csv.gz penguins.csv diamonds.csv.gz; do
	head_of $table | awk 'NR == 1 || NR % 3 != 2 && NR < 30000' |
		mlc-split 60:40 --seed 2 -O csv >split.csv
	mlc-clean --where "split = 'train'" --drop split -O csv split.csv >a.csv
	mlc-clean --where "split = 'test'" --drop split -O csv split.csv >b.csv
	mlc-sim -O csv a.csv >sim.csv
	below "$(tell a.csv sim.csv)" 0.6 "$table, the table"
	# Of a hundred other penguins it would be chance.
	[ $table = penguins.csv ] ||
		below "$(tell b.csv sim.csv)" 0.6 "$table, other rows"
done
