# Trees as LightGBM's text come back the same: categories, missing values,
# classes and links (LightGBM itself reads them in make interop).
set -e
cp "$MLC_DATA"/*.csv* .
gzip -d *.gz
head -n 3000 diamonds.csv >gems.csv
cut -d, -f1-6 penguins.csv >birds.csv

# back NAME TABLE OPTION...: there and back.
back() {
	name=$1 rows=$2
	shift 2
	mlc-train gbdt --trees 8 --early-stop 0 "$@" -o $name.mlc $rows
	mlc-train export lightgbm $name.mlc -o $name.txt
	mlc-train import $name.txt -o again.mlc
	mlc-serve -q $name.mlc -O csv --only <$rows >want
	mlc-serve -q again.mlc -O csv --only <$rows >got
	# The classes have no names there.
	for f in want got; do
		awk -F, 'NR > 1 { print NF == 1 ? $1 : $2 "," $3 "," $4 }' $f >$f.scores
	done
	cmp want.scores got.scores && echo "$name: $(wc -l <got.scores) rows"
}
back price gems.csv -t price
back count gems.csv -t price --objective poisson
back species birds.csv -t species
mlc-train import "$MLC_DATA/models/lightgbm-4.6.0-forest.txt" -o f.mlc
mlc-train export lightgbm f.mlc -o f.txt
grep -c '^average_output' f.txt

# What LightGBM cannot say.
mlc-train gbdt -q -t body_mass_g --trees 30 --early-stop 0 -o sex.mlc \
	penguins.csv
must_exit 2 mlc-train export lightgbm sex.mlc -o no.txt
mlc-encode --onehot cut gems.csv -t price | mlc-train gbdt --trees 5 -o hot.mlc
must_exit 2 mlc-train export lightgbm hot.mlc -o no.txt
mlc-encode --auto gems.csv -t price | mlc-train linear -o line.mlc
must_exit 2 mlc-train export lightgbm line.mlc -o no.txt
mlc-train import "$MLC_DATA/models/xgboost-3.1.1-dart.json" -o x.mlc
must_exit 2 mlc-train export lightgbm x.mlc -o no.txt
