# Valid and test rows come out with their scores; without a split no row does,
# and only another program is told so, by a head.
set -e
mlc-ingest "$MLC_DATA/penguins.csv" -t species -o in.mlcs
mlc-train gbdt --trees 5 -o m.mlc in.mlcs | grep -cv '^#'
mlc-train gbdt --trees 5 -o m.mlc in.mlcs >held.mlcs
wc -c <held.mlcs
mlc-train gbdt --trees 5 -o m.mlc in.mlcs | must_exit 2 mlc-eval
mlc-split 60:20:20 in.mlcs |
	mlc-train gbdt --trees 5 -O csv -o m.mlc >held.csv
head -n 1 held.csv
awk -F, 'NR > 1 { n[$8]++ } END { for (k in n) print k, n[k] }' held.csv | sort
