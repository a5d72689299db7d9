# A class's weight is that of its rows: the same model as with a column of
# weights.  The mean score of a balanced constant is a half.
printf 'x,y,w\n' >t.csv
awk 'BEGIN { for (i = 0; i < 300; i++) print i % 17 ",", (i % 17 > 8) + 0 == 1 && i % 4 ? "yes," 2.5 : "no," 1 }' |
	tr -d ' ' >>t.csv
for learner in 'gbdt --trees 5' logistic baseline; do
	mlc-train $learner --class-weight yes=2.5 -t y --role w=ignore -o a t.csv
	mlc-train $learner -t y --role w=weight -o b t.csv
	mlc-serve a --only -O csv <t.csv >a.csv
	mlc-serve b --only -O csv <t.csv >b.csv
	cmp a.csv b.csv && echo "$learner: the same"
done
mlc-train baseline --class-weight balanced -t y -o a t.csv
mlc-serve a --only -O csv <t.csv | awk -F, 'NR == 2 { printf "%.9f\n", $2 }'

for w in yes maybe=2 yes= yes=-1 yes=inf yes=1,no yes=0,no=0; do
	must_exit 2 mlc-train gbdt --class-weight $w -t y -o no t.csv
done
must_exit 2 mlc-train gbdt --class-weight balanced -t x -o no t.csv
[ ! -e no ]
