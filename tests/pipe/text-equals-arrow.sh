# A pipeline gives the same model bytes through text and through Arrow.
# The lineage is the same too: how rows travelled is no part of it.
set -e
run() {
	mlc-ingest "$MLC_DATA/churn.csv.gz" -t churn -O "$1" |
		mlc-split --stratify -O "$1" |
		mlc-clean -i auto -O "$1" | mlc-encode --auto -O "$1" >"$1.in"
	mlc-train logistic -O csv -o "$1.logistic" <"$1.in" >"$1.scored"
	mlc-ingest "$MLC_DATA/penguins.csv" -t species -O "$1" |
		mlc-split -O "$1" |
		mlc-train gbdt --trees 10 -O csv -o "$1.gbdt" >"$1.scored2"
}
run mlc
run arrow
for f in in logistic gbdt scored scored2; do
	test -s mlc.$f
done
cmp mlc.logistic arrow.logistic
cmp mlc.gbdt arrow.gbdt
cmp mlc.scored arrow.scored
cmp mlc.scored2 arrow.scored2
mlc-clean -O mlc --no-lineage arrow.in >back.in
mlc-clean -O mlc --no-lineage mlc.in | cmp - back.in
