# How many trees: by rows held out, which are not trained on.
rounds() { mlc-show --json "$1" | grep -o '"rounds": *[0-9]*' | tr -dc 0-9; }
logloss() {
	mlc-eval --metrics logloss --bootstrap 0 -O csv |
		awk -F, '$2 == "logloss" { print $4 }'
}
churn="mlc-ingest -t churn $MLC_DATA/churn.csv.gz"

# The model is that of as many trees given, for any number of threads.
$churn | mlc-split 80:20 >s.mlcs
mlc-train gbdt -v -j1 -o a.mlc s.mlcs 2>told | logloss >auto
grep -o 'stopped at .*' told | tr -s 0-9 N
n=$(rounds a.mlc)
[ "$n" -ge 20 ] && [ "$n" -le 60 ] || echo "$n rounds on churn"
mlc-train gbdt -j3 -o b.mlc s.mlcs >/dev/null
mlc-train gbdt -j1 --trees "$n" -o c.mlc s.mlcs >/dev/null
tar -xOf a.mlc trees.bin | cksum >a
tar -xOf b.mlc trees.bin | cksum | cmp - a
tar -xOf c.mlc trees.bin | cksum | cmp - a
mlc-train gbdt --trees 100 -o d.mlc s.mlcs | logloss >fixed
paste -d ' ' auto fixed | awk '{ print ($1 < .995 * $2) }'

# Where there is only noise there is next to nothing to keep, and the loss that
# the profile tells is that of rows not trained on: the deviation of y, 1/sqrt(12).
awk 'BEGIN { srand(3); print "y,a,b,c"; for (i = 0; i < 900; i++)
	print rand() "," rand() "," rand() "," rand() }' >noise.csv
mlc-train gbdt -q -o n.mlc -t y noise.csv
[ "$(rounds n.mlc)" -le 5 ] || echo "$(rounds n.mlc) rounds on noise"
tar -xOf n.mlc profile.json | grep -o '"rmse": *[0-9.]*' |
	awk -F: '{ print ($2 > .28 && $2 < .3) }'

# With valid rows these say, and the number is kept in the file.
$churn | mlc-split 60:20:20 | mlc-train gbdt -q -o v.mlc >/dev/null
tar -xOf v.mlc manifest.json | grep -o "\"trees\": *$(rounds v.mlc)" | tr -dc '":a-z\n'

# Few rows say at most 100.
awk 'NR == 1 || NR % 2 == 0' "$MLC_DATA/penguins.csv" |
	mlc-train gbdt -q -o f.mlc -t species
[ "$(rounds f.mlc)" -le 100 ] && echo "at most 100"
head -n 29 "$MLC_DATA/penguins.csv" | mlc-train gbdt -q -o g.mlc -t bill_length_mm
rounds g.mlc

mlc-train gbdt --early-stop 0 -o e.mlc -t churn "$MLC_DATA/churn.csv.gz"
echo $?
mlc-train gbdt -q --no-profile -o p.mlc -t churn "$MLC_DATA/churn.csv.gz"
tar -tf p.mlc
$churn | mlc-drift p.mlc
echo $?
