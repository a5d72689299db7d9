# Boosting goes on from a model: 15 rounds and 25 are 40; leaves are fitted anew
# as LightGBM does it; what differs from the model is named.
set -e
gzip -dc "$MLC_DATA/churn.csv.gz" >churn.csv
gbdt="mlc-train gbdt --no-profile -t churn"
for sampled in "" "--subsample 0.7 --colsample 0.6"; do
	$gbdt $sampled --trees 40 -o all.mlc churn.csv
	$gbdt $sampled --trees 15 -o few.mlc churn.csv
	$gbdt $sampled --trees 25 --from few.mlc -o more.mlc churn.csv
	for m in all more; do
		mlc-serve -q $m.mlc --only -O csv <churn.csv >$m.out
	done
	cmp all.out more.out
done
mlc-show more.mlc -O csv | grep -e ',rounds,' -e ',trees,'

# Levels that the old trees do not know, and levels that the rows lack.
awk 'BEGIN {
	print "x,c,y" >"old.csv"; print "x,c,y" >"new.csv"
	for (i = 0; i < 900; i++) {
		x = i * 37 % 101
		print x ",l" i % 3 "," x + 100 * (i % 3) >"old.csv"
		print x ",l" i % 7 + 1 "," x + 100 * (i % 7 + 1) >"new.csv"
	}
}'
reg="mlc-train gbdt -t y --trees 100"
$reg -o old.mlc old.csv
$reg --from old.mlc -o new.mlc new.csv
$reg --from old.mlc -j 2 -o new2.mlc new.csv
for rows in old new; do
	mlc-serve -q old.mlc --only -O csv <$rows.csv >$rows.was
	mlc-serve -q new.mlc --only -O csv <$rows.csv >$rows.is
	mlc-serve -q new2.mlc --only -O csv <$rows.csv | cmp $rows.is -
	for is in was is; do
		paste -d , $rows.csv $rows.$is | awk -F, '
		NR > 1 { s += ($3 - $4) ^ 2 }
		END { print "'"$rows $is"'", s / (NR - 1) < 25 ? "near" : "off" }'
	done
done

# Refit: penguins, the rows of odd numbers (tests/data/README).
awk -F, 'NR == 1 || ($3 != "NA" && $3 != "" && n++ % 2)' \
	"$MLC_DATA/penguins.csv" >odd.csv
mlc-train import "$MLC_DATA/models/lightgbm-4.6.0-refit.txt" \
	--schema odd.csv -t bill_depth_mm -o lgb.mlc
odd="mlc-train gbdt --no-profile -t bill_depth_mm --role species=ignore
	--role island=ignore --role sex=ignore"
$odd --from lgb.mlc --refit 0.3 -o refit.mlc odd.csv
mlc-serve -q refit.mlc --only -O csv <odd.csv | head -n 41 |
	paste -d , - "$MLC_DATA/models/lightgbm-4.6.0-refit.csv" |
	awk -F, 'NR > 1 { d = $1 - $2; if (d * d > 1e-12) print }
		END { print NR - 1, "rows as LightGBM" }'
# All of what they were: the same model.
$reg --from old.mlc --refit 1 -o same.mlc new.csv
mlc-serve -q same.mlc --only -O csv <new.csv | cmp - new.was

must_exit 2 $reg --refit 0.5 -o no.mlc new.csv
must_exit 2 $reg --from old.mlc --objective absolute -o no.mlc new.csv
must_exit 2 $reg --from old.mlc --monotone x:+ -o no.mlc new.csv
must_exit 2 $reg --from old.mlc --refit 2 -o no.mlc new.csv
must_exit 2 $reg --from more.mlc -o no.mlc new.csv
must_exit 2 mlc-train forest -t y --from old.mlc -o no.mlc new.csv
mlc-clean --derive 'x = x / 2' new.csv >halves.mlcs
must_exit 2 $reg --from old.mlc -o no.mlc halves.mlcs
mlc-encode -t y --target-encode c new.csv >new.mlcs
mlc-encode -t y --target-encode c old.csv | $reg -o clean.mlc
must_exit 2 $reg --from clean.mlc -o no.mlc new.mlcs
must_exit 2 $reg --target-transform log1p --from old.mlc -o no.mlc new.csv
$reg --monotone x:+ -o rising.mlc old.csv
must_exit 2 $reg --from rising.mlc --refit 0.5 -o no.mlc new.csv
[ ! -e no.mlc ]
