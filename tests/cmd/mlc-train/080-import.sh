# Models of other programs predict what these predicted (tests/data/README), to
# the last bit of a float or a double, and are explained as they explain.
set -e
cp "$MLC_DATA"/models/* .
models=.
head -n 61 "$MLC_DATA/penguins.csv" >rows.csv
names=bill_length_mm,bill_depth_mm,flipper_length_mm

# same NAME OPTION...: scores of the rows against NAME.csv.
same() {
	name=$1 file=$(ls "$models/$1".[jut]*)
	shift
	mlc-train import "$file" -o m.mlc "$@"
	mlc-serve -q m.mlc --only -O csv <rows.csv >got.csv
	awk -F, '
	NR == FNR { if (FNR == 1) n = NF; want[FNR] = $0; next }
	FNR > 1 {
		split(want[FNR], w, ",")
		for (k = 1; k <= n; k++) {
			bad += $(NF - n + k) "" != w[k] ""
		}
	}
	END { print FNR - 1 " rows, " bad + 0 " that differ" }
	' "$models/$name.csv" got.csv | sed "s/^/$name: /"
}

same xgboost-1.7.6 --names $names
same xgboost-2.1.4-poisson --names $names
same xgboost-3.1.1-dart
same lightgbm-4.6.0-forest
same lightgbm-4.6.0-zeros
same lightgbm-4.6.0-categories --classes Adelie,Chinstrap,Gentoo
tail -n 1 got.csv
same xgboost-3.1.1-categories -t species
# Contributions are sums of floats there.
mlc-serve -q m.mlc --explain --only -O csv <rows.csv >why.csv
awk -F, 'NR == FNR { want[FNR + 1] = $0; next }
FNR > 1 {
	split(want[FNR], w, ",")
	for (k = 1; k <= 6; k++) {	# the base stands first here
		d = w[k] - $(NF - 6 + (k == 6 ? 1 : k + 1))
		if (d > 1e-5 || d < -1e-5) bad++
	}
}
END { print FNR - 1 " explained, " bad + 0 " that differ" }' \
    "$models/xgboost-3.1.1-categories.contribs.csv" why.csv

# It is a model file: another form of it gives the same, and it is watched.
mlc-train export c m.mlc -o m.c
mlc-train import "$models/xgboost-3.1.1-categories.ubj" -o m.mlc -t species \
	--schema "$MLC_DATA/penguins.csv"
mlc-show m.mlc -O csv | grep -E '^(model,(algorithm|imported from)|inputs|importance)'
mlc-drift m.mlc "$MLC_DATA/penguins.csv" -O csv | cut -d, -f2-4,8 | sort -u | head -n 4
must_exit 1 mlc-drift -q m.mlc rows.csv >/dev/null

# What does not fit is refused.
must_exit 2 mlc-train import xgboost-1.7.6.json -o n.mlc --names a,b
must_exit 2 mlc-train import xgboost-1.7.6.json -o n.mlc -t f1
must_exit 2 mlc-train import rows.csv -o n.mlc
must_exit 2 mlc-train import nosuch.json -o n.mlc
must_exit 2 mlc-train import xgboost-1.7.6.json
must_exit 2 mlc-train import xgboost-3.1.1-dart.json -o n.mlc \
	--schema rows.csv --classes a,b
[ ! -e n.mlc ]
