# One tree on all rows and features is a decision tree: leaves and their rows
# are those of scikit-learn 1.7.2 on the penguins without missing values,
# DecisionTreeRegressor(max_depth=3, min_samples_leaf=5) and
# DecisionTreeClassifier(max_depth=3), whose importance is
# .5554, .3821 and .0625 (features of equal gains are taken as drawn).
set -e
one='--trees 1 --bootstrap no --features 3 --depth 3 --no-profile'
f=bill_length_mm,bill_depth_mm,flipper_length_mm
mlc-clean --drop-missing '*' -O csv "$MLC_DATA/penguins.csv" |
	tr -d '\r' >p.csv
mlc-clean --keep $f,body_mass_g -t body_mass_g p.csv >mass.mlcs
mlc-clean --keep $f,species -t species p.csv >species.mlcs
mlc-train forest $one -o mass.mlc mass.mlcs
mlc-serve mass.mlc --only -O csv <p.csv | sed 1d | sort | uniq -c |
	awk '{ printf "%d %.4f\n", $1, $2 }'
mlc-train forest $one -o species.mlc species.mlcs
mlc-serve species.mlc --only -O csv <p.csv | sed 1d | cut -d, -f2- |
	awk -F, '{ printf "%.6f %.6f %.6f\n", $1, $2, $3 }' | sort | uniq -c |
	awk '{ print $1, $2, $3, $4 }'
mlc-show species.mlc | grep importance

# Rows that trees left out judge a forest about as rows held out do.
score() {
	zstd -dqc f.mlc | tar -xOf - card.md | grep -i out-of-bag
	mlc-show f.mlc -O csv | grep out-of-bag
	mlc-eval -O csv --metrics $1 e.mlcs | sed 1d
}
mlc-ingest "$MLC_DATA/churn.csv.gz" -t churn | mlc-split 50:50 >c.mlcs
mlc-train forest -o f.mlc c.mlcs >e.mlcs
score accuracy,auc
mlc-train forest --splits extra --bootstrap yes -o f.mlc c.mlcs >e.mlcs
score accuracy,auc
mlc-ingest "$MLC_DATA/diamonds.csv.gz" -t price | mlc-split 10:90 >d.mlcs
mlc-train forest --trees 30 -o f.mlc d.mlcs >e.mlcs
score r2

# What is served is what was trained, with missing values and new levels too;
# what columns add is the score.
mlc-train forest --trees 7 -t species -o p.mlc "$MLC_DATA/penguins.csv"
for j in 1 3; do
	sed 's/Dream/Moon/' "$MLC_DATA/penguins.csv" |
		mlc-serve p.mlc -j $j --only -O csv >$j.csv
done
cmp 1.csv 3.csv
must_exit 2 mlc-train export lightgbm p.mlc -o no.txt
mlc-train export c p.mlc -o p.c
mlc-train forest --trees 7 -o m.mlc mass.mlcs
mlc-train export lightgbm m.mlc -o m.txt
mlc-train import m.txt --schema p.csv -t body_mass_g \
	-o back.mlc
for m in m back; do
	mlc-serve $m.mlc --only -O csv <p.csv >$m.csv
done
cmp m.csv back.csv

# A row of weight 2 is two rows; constants are told; bad words are refused.
printf 'x,y,w\n1,1,2\n2,3,1\n3,5,1\n4,7,0\n' >w.csv
mlc-train forest --bootstrap no --splits best --features 1 --depth 1 --trees 1 --min-leaf 1 \
	-t y --role w=weight --no-profile -o w.mlc w.csv
mlc-serve w.mlc --only -O csv <w.csv
mlc-train forest -t y --role w=ignore --min-leaf 3 --no-profile -o w.mlc w.csv
for bad in '--trees 0' '--splits worst' '--features 0' '--rate .1'; do
	must_exit 2 mlc-train forest $bad -t y -o no.mlc w.csv
done
[ ! -e no.mlc ]
