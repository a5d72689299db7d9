# pandas 2.3.3: groupby('species').body_mass_g.agg(['mean', 'std', 'median',
# 'skew', 'count']), and of sex with dropna=False.
set -e
near() {
	mlc-profile --by "$1" -O csv "$MLC_DATA/penguins.csv" | awk -F, \
	    -v g="$2" -v row="$3" -v name="$4" -v want="$5" '
	NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i }
	$1 == g && $2 == row { seen = 1
		if (($at / want - 1) ^ 2 > 1e-22) print g, row, name, $at, want }
	END { if (!seen) print g, row, "is not there" }'
}
near species Adelie body_mass_g mean 3700.662251655629
near species Chinstrap body_mass_g sd 384.3350813871914
near species Gentoo body_mass_g median 5000
near species Gentoo body_mass_g skew 0.06963485442187613
near sex "" bill_length_mm n 9
mlc-profile --by species "$MLC_DATA/penguins.csv"
mlc-profile --by contract -t churn -O csv --histogram \
	"$MLC_DATA/churn.csv.gz" | cut -d, -f1,2,4,18- | sed -n '1p; /tenure/p'
# A number, and rows without a value last; the same bytes on any threads.
awk 'BEGIN { print "g,x"; for (i = 0; i < 60000; i++)
	print (i % 7 ? i % 3 * 10 - 10 : "") "," i * 7919 % 1009 / 7 }' >t.csv
mlc-profile --by g t.csv
mlc-profile --by g -O csv t.csv -j 1 >one
mlc-profile --by g -O csv t.csv -j 3 | cmp - one
# Too many groups, none of that name, none at all, what does not go together.
must_exit 2 mlc-profile --by x t.csv 2>&1
must_exit 2 mlc-profile --by gg t.csv 2>&1
head -n 1 t.csv | mlc-profile --by g
must_exit 2 mlc-profile --by g --pairs t.csv 2>&1 | head -n 1
