# What cannot be trained is told, and no model file appears.
cp "$MLC_DATA/penguins.csv" p.csv
try() {
	must_exit 2 mlc-train "$@" -o m.mlc p.csv
	[ ! -e m.mlc ] || echo "a model was made"
}
try
try gdbt
try gbdt
try gbdt -t nosuch
try gbdt -t species --trees many
try logistic -t species
must_exit 2 mlc-train gbdt -t species p.csv
exit 0
