# pandas 2.3.3: Series.skew, DataFrame.duplicated; scipy 1.15.3:
# stats.pearsonr, stats.contingency.association(pandas.crosstab(..),
# method='cramer'); eta from its definition with pandas.
set -e
near() {
	mlc-profile -O csv "$MLC_DATA/$1" -t "$2" | awk -F, -v row="$3" \
	    -v name="$4" -v want="$5" '
	NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i }
	$1 == row && ($at - want) ^ 2 > 1e-22 { print row, name, $at, want }'
}
near penguins.csv species bill_length_mm skew 0.05311806699132413
near penguins.csv species body_mass_g skew 0.4703293304801231
near diamonds.csv.gz price y skew 2.4341667164885554
near diamonds.csv.gz price price skew 1.618395283383529
near churn.csv.gz churn total_charges skew 0.961642499724251
near penguins.csv species bill_length_mm correlation 0.8413139288696168
near penguins.csv species island correlation 0.6598431008795325
near churn.csv.gz churn contract correlation 0.4101156965761409
near churn.csv.gz churn total_charges correlation 0.19948408356756428
near diamonds.csv.gz price carat correlation 0.9215913011934769
near diamonds.csv.gz price x correlation 0.8844351610160282
# 22 of 7043 rows are copies, 18 more but for the target; 146 of 53940.
mlc-profile --warnings -t churn -O csv "$MLC_DATA/churn.csv.gz" |
	awk -F, '/conflicts|copies/ { printf "%.3f\n", $3 * 7043 }'
mlc-profile --warnings -O csv "$MLC_DATA/diamonds.csv.gz" |
	awk -F, '/copies/ { printf "%.3f\n", $3 * 53940 }'
# Of many different values one in 2^d is looked at: 5 standard errors.
awk 'BEGIN { print "i,f,s"
	for (i = 0; i < 300000; i++) print i "," i % 100000 / 7 ",s" i % 150000
}' >t.csv
mlc-profile -O csv t.csv | awk -F, 'NR > 1 {
	want = NR == 2 ? 300000 : NR == 3 ? 100000 : 150000
	if (($7 / want - 1) ^ 2 > .08 ^ 2) print $1, $7 }'
mlc-profile --warnings -O csv t.csv | cut -d, -f1-2
mlc-profile --warnings -O csv -j 1 t.csv >one
mlc-profile --warnings -O csv -j 4 t.csv | cmp - one
# Sums do not depend on how the rows came to be read.
mlc-profile -O csv -j 1 t.csv >one
mlc-profile -O csv -j 3 t.csv | cmp - one
cat t.csv | mlc-profile -O csv -j 2 --mem 1M | cmp - one
