# Raw rows that come as a stream are scored as the same rows from CSV are, to
# the last bit, whatever types their columns were given on the way.
set -e
mlc-ingest "$MLC_DATA/churn.csv.gz" -t churn >in.mlcs
mlc-train gbdt --trees 10 -o m.mlc in.mlcs
mlc-serve m.mlc --only -O csv <"$MLC_DATA/churn.csv.gz" >want
test "$(wc -l <want)" -eq 7044
mlc-serve m.mlc --only -O csv <in.mlcs | cmp - want
mlc-ingest -O arrow in.mlcs | mlc-serve m.mlc --only -O csv | cmp - want
mlc-ingest --types tenure=string,female=float "$MLC_DATA/churn.csv.gz" |
	mlc-serve m.mlc --only -O csv | cmp - want
mlc-ingest -O jsonl in.mlcs | mlc-serve m.mlc --only -O csv | cmp - want
mlc-clean --drop 'tenure,contract' in.mlcs |
	mlc-serve m.mlc --only -O csv 2>err | wc -l
grep absent err
# A column of another type, with texts that are no numbers.
mlc-clean --derive "tenure = 'x'" in.mlcs | mlc-serve m.mlc -O csv 2>&1 >out |
	grep 'none of their'
