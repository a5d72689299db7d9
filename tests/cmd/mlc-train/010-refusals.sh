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
try linear -t body_mass_g --penalty-factor bill_length_mm
try linear -t body_mass_g --role species=ignore --role island=ignore \
	--role sex=ignore --penalty-factor '*:2,bil_length_mm:0'
must_exit 2 mlc-train gbdt -t species p.csv
exit 0
