# Slices by raw values after --auto: mlc-encode --carry keeps them, and the
# slices are those of the raw rows that the model scores itself.
set -e
data=$MLC_DATA/churn.csv.gz
mlc-ingest "$data" -t churn | mlc-split 70:0:30 -o raw.mlcs
mlc-clean -i auto raw.mlcs -o all.mlcs
mlc-encode --auto --carry tenure,contract all.mlcs |
	mlc-train logistic --l2 1 -o m.mlc >scored.mlcs
slices() {
	mlc-eval -O csv --bootstrap 0 --metrics accuracy,logloss "$@" \
	    --slice 'tenure < 12' --by contract --slice "contract = 'x'"
}
slices scored.mlcs >carried.csv
cat carried.csv
# The same test rows, raw, through the model.
mlc-clean --where "split = 'test'" raw.mlcs >test.mlcs
slices -m m.mlc test.mlcs | cmp - carried.csv
# The copies are no features, and the model does not need them.
tar --zstd -xOf m.mlc manifest.json | grep -o '"name":"[^"]*raw"' || echo none
# Without copies: tenure is scaled, contract is columns of its levels.
mlc-encode --auto all.mlcs | mlc-train logistic --l2 1 -o p.mlc >plain.mlcs
must_exit 2 mlc-eval --slice 'tenure < 12' plain.mlcs
must_exit 2 mlc-eval --by tenure plain.mlcs
must_exit 2 mlc-eval --by contract plain.mlcs
# Roles that are no features ride through untouched.
roles='--role tenure=ignore --role contract=group'
mlc-ingest "$data" --select tenure,contract -O csv | head -n 50 >want.csv
mlc-ingest "$data" -t churn $roles | mlc-encode --auto |
	mlc-ingest --select tenure,contract -O csv | head -n 50 | cmp - want.csv
must_exit 2 mlc-encode --carry tenure --carry tenure all.mlcs
