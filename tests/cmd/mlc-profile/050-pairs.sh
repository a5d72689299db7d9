# scipy 1.15.3: stats.pearsonr, stats.spearmanr, and
# stats.contingency.association(pandas.crosstab(..), method='cramer') of the
# rows that have both; eta from its definition with pandas 2.3.3.
set -e
near() {
	mlc-profile --pairs -O csv "$MLC_DATA/$1" | awk -F, -v a="$2" \
	    -v b="$3" -v at="$4" -v want="$5" '
	$1 == a && $2 == b { seen = 1
		if (($at - want) ^ 2 > 1e-22) print a, b, $at, want }
	END { if (!seen) print a, b, "is not there" }'
}
near diamonds.csv.gz carat x 4 0.975094226726421
near diamonds.csv.gz carat x 6 0.9961166041570525
near diamonds.csv.gz carat color 4 0.30585704157730953
near diamonds.csv.gz cut clarity 4 0.14266450585551785
near penguins.csv bill_depth_mm body_mass_g 4 -0.4719156211860666
near penguins.csv bill_depth_mm body_mass_g 6 -0.43237222141304366
near churn.csv.gz tenure total_charges 6 0.8891770805365491
near churn.csv.gz tenure total_charges 7 7032
# The strongest first; no constant, no id, no text of its own in each row.
awk 'BEGIN { print "k,t,c,a,b,s"
	for (i = 0; i < 2000; i++) print i ",t" i ",7," i % 97 "," \
	    i % 97 + i % 5 "," i % 3 }' >t.csv
mlc-profile --pairs --role k=id -O csv t.csv | cut -d, -f1-3
# Of a sample: equal bytes on any threads; half of 65536 rows or more, and 4
# standard errors of a correlation of 1 / sqrt(2).
awk 'BEGIN { print "x,y"
	for (i = 0; i < 300000; i++) {
		a = i * 7919 % 1000003; b = i * 104729 % 1000033
		print a "," a + b } }' >t.csv
mlc-profile --pairs -O csv t.csv -j 1 >one
mlc-profile --pairs -O csv t.csv -j 3 | cmp - one
awk -F, 'NR == 2 && ($7 < 32768 || $7 > 65536 ||
    ($4 - sqrt(.5)) ^ 2 > (4 * .5 / sqrt($7)) ^ 2)' one
# No pair.
printf 'a\n1\n2\n' | mlc-profile --pairs -O csv
