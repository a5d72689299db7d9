# How large are the errors of a regression, before truths are known? They grow
# with x and are larger in group b; in window 2 and 3 the rows move to the right
# and to group b. Beside are the numbers of NannyML 0.13.1 for the same rows, by
# lightgbm 4.5.0: DLE(feature_column_names=["x","z","g"], metrics=["mae",
# "rmse"], chunk_size=1000), g made a category; what the rows turned out to be
# lies as near to these.
rows() {
	awk -v seed="$1" -v n="$2" 'function u() {
		seed = (seed * 16807) % 2147483647
		return seed / 2147483647
	}
	BEGIN {
		print "x,z,g,p,y"
		for (i = 0; i < n; i++) {
			w = (n == 3000) * int(i / 1000)
			x = w == 1 ? 2 * sqrt(u()) : 2 * u()
			z = u()
			g = u() < (w == 2 ? .7 : .3) ? "b" : "a"
			off = u() + u() + u() + u() - 2
			off *= (.2 + x) * (g == "b" ? 2 : 1)
			p = 3 * x - z
			printf("%.6f,%.6f,%s,%.6f,%.6f\n", x, z, g, p, p + off)
		}
	}'
}
rows 7 4000 >then.csv
rows 99 3000 >now.csv
cut -d, -f1-4 now.csv >untold.csv
estimate='mlc-drift --estimate -r then.csv --truth y --prediction p'
must_exit 1 $estimate --window 1000 -O csv untold.csv >out.csv
cut -d, -f1,2,7,8,9 out.csv
awk -F, '
NR == FNR { want[$1 "," $2] = $3; next }
FNR > 1 {
	off = $3 / want[$1 "," $2] - 1
	if (off > .04 || off < -.04)
		print "not NannyML: " $0
	n++
}
FNR > 1 && !($4 < $3 && $3 < $5) { print "not within: " $0 }
END { print n " compared" }' - out.csv <<EOF
1,mae,0.73463
1,rmse,1.07446
2,mae,0.93450
2,rmse,1.28679
3,mae,0.96465
3,rmse,1.37112
EOF
# What errors of the reference are on average is said beside, and those of the
# window, where truths are there: they change nothing.
must_exit 1 $estimate --window 1000 -O csv now.csv >both.csv
cut -d, -f1-8 out.csv >a
cut -d, -f1-8 both.csv | cmp - a
awk -F, 'NR == FNR {
	if (FNR > 1) {
		off = $5 - $4
		mae += (off < 0 ? -off : off) / 4000
		mse += off * off / 4000
	}
	next
}
FNR > 1 {
	want = $2 == "mae" ? mae : sqrt(mse)
	if ($6 / want - 1 > 1e-6 || $6 / want - 1 < -1e-6)
		print "not the reference: " $6 ", " want
	n++; within += $4 <= $9 && $9 <= $5
}
END { print within " of " n " within" }' then.csv both.csv

# Rows come in any order of their windows, and columns in any order; the column
# that windows are of is no feature. A row without a prediction is left out.
# A feature that is wanting is missing, a category may be new, and truths are
# not there yet.
awk -F, 'NR == 1 { print "at," $0; next }
	{ printf("2024-01-0%dT00:00:00Z,%s\n", int((NR - 2) / 1000) + 1, $0) }
	' untold.csv >timed.csv
awk -F, -v OFS=, '{ print $4, $5, $3, $2, $1 }' timed.csv >turned.csv
(head -n 1 turned.csv; sed 1d turned.csv | sort -t, -k4,4) >mixed.csv
awk -F, 'NR == 1 { print $0 ",at"; next }
	{ print $0 ",2023-01-0" 1 + NR % 9 "T00:00:00Z" }' then.csv >before.csv
short() {
	awk -F, 'NR > 1 { printf("%s %.6g %.6g %.6g\n", $2, $3, $4, $5) }' "$1"
}
short out.csv >a
must_exit 1 mlc-drift --estimate -r before.csv --truth y --prediction p \
	--time at --window 1d -O csv mixed.csv >b.csv
short b.csv | cmp - a
(cat untold.csv; echo 1,1,a,) >one.csv
must_exit 1 $estimate --window 1000 -O csv one.csv | cmp - out.csv
must_exit 1 $estimate --only-drift --window 1000 -O csv untold.csv |
	cut -d, -f1,2,7
sed 's/[^,]*$//; 1s/$/y/' now.csv >later.csv
must_exit 1 $estimate --window 1000 -O csv later.csv | cmp - out.csv
sed '2s/[ab]/c/' untold.csv >other.csv
must_exit 1 $estimate --window 1000 -O csv other.csv | cut -d, -f1,2,7,8 |
	tail -n 2
cut -d, -f1,2,4 untold.csv >less.csv
$estimate -O csv less.csv | cut -d, -f2,8

# By a model, which reads the rows as its own.
rows 5 1000 >first.csv
mlc-ingest first.csv -t y | mlc-clean --drop p | mlc-encode --auto |
	mlc-train linear -q -o m.mlc
mlc-drift --estimate -r then.csv m.mlc -O csv now.csv |
	awk -F, 'NR > 1 { print $2, $7, $8, $4 <= $9 && $9 <= $5 }'

must_exit 2 mlc-drift --estimate -r untold.csv --prediction p now.csv
must_exit 2 mlc-drift --estimate -r untold.csv --truth y --prediction p now.csv
must_exit 2 mlc-drift --estimate -r then.csv --truth y <now.csv
must_exit 2 mlc-drift --estimate -r then.csv --truth g --prediction p now.csv
must_exit 2 mlc-drift --estimate -r then.csv --truth y --prediction g now.csv
must_exit 2 $estimate --window 1d untold.csv
cut -d, -f1-3 untold.csv >unsaid.csv
must_exit 2 $estimate unsaid.csv
head -n 20 then.csv >few.csv
must_exit 2 mlc-drift --estimate -r few.csv --truth y --prediction p now.csv
head -n 1 then.csv >empty.csv
must_exit 2 mlc-drift --estimate -r empty.csv --truth y --prediction p now.csv
sed 's/[^,]*$//' then.csv | sed '1s/$/y/' >truthless.csv
must_exit 2 mlc-drift --estimate -r truthless.csv --truth y --prediction p \
	now.csv
must_exit 2 $estimate empty.csv
