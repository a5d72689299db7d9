# Trees as XGBoost's JSON come back the same in single precision: categories,
# missing values, classes and links (XGBoost itself reads them in make interop).
set -e
cp "$MLC_DATA"/*.csv* .
gzip -d *.gz
head -n 3000 diamonds.csv >gems.csv

# scores MODEL TABLE: the classes have no names there.
scores() {
	mlc-serve -q $1 -O csv --only <$2 |
	awk -F, 'NR > 1 { print NF == 1 ? $1 : $2 "," $3 "," $4 }'
}
# there NAME TABLE OPTION...: there and back.
there() {
	name=$1 rows=$2
	shift 2
	mlc-train gbdt -q --trees 8 --early-stop 0 "$@" -o $name.mlc $rows
	mlc-train export xgboost $name.mlc -o $name.json
	mlc-train import $name.json -o again.mlc
	scores $name.mlc $rows >want
	scores again.mlc $rows >got
	paste -d, want got | awk -F, -v name=$name '
	{
		for (i = 1; i <= NF / 2; i++) {
			d = $i - $(i + NF / 2)
			if (d < 0) d = -d
			if (d > 2e-6 * ($i < 0 ? -$i : $i)) odd++
		}
	}
	END { printf "%s: %d rows, %d differ\n", name, NR, odd }'
}
there price gems.csv -t price
there count gems.csv -t price --objective poisson
there species penguins.csv -t species
there mass penguins.csv -t body_mass_g
there churn churn.csv -t churn

# What is in single precision already comes back to the bit.
names=bill_length_mm,bill_depth_mm,flipper_length_mm
again() {
	mlc-train import "$MLC_DATA/models/xgboost-$1" $2 $3 -o one.mlc
	mlc-train export xgboost one.mlc -o one.json
	mlc-train import one.json -o two.mlc
	scores one.mlc penguins.csv >want
	scores two.mlc penguins.csv >got
	cmp want got && echo "$1: $(wc -l <got) rows"
}
again 1.7.6.json --names $names
again 2.1.4-poisson.ubj --names $names
again 3.1.1-dart.json
again 3.1.1-categories.ubj

# What XGBoost cannot say.
mlc-encode --onehot cut gems.csv -t price | mlc-train gbdt --trees 5 -o hot.mlc
must_exit 2 mlc-train export xgboost hot.mlc -o no.json
mlc-encode --auto gems.csv -t price | mlc-train linear -o line.mlc
must_exit 2 mlc-train export xgboost line.mlc -o no.json
mlc-train import "$MLC_DATA/models/lightgbm-4.6.0-zeros.txt" -o zeros.mlc
must_exit 2 mlc-train export xgboost zeros.mlc -o no.json
[ ! -e no.json ]
