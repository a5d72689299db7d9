# scipy 1.15.3: stats.ks_2samp; of categories half of the sum of differences of
# pandas' value_counts(normalize=True).
set -e
gzip -dc "$MLC_DATA/diamonds.csv.gz" >all.csv
head -n 20001 all.csv >a.csv
(head -n 1 all.csv; tail -n +20002 all.csv) >b.csv
mlc-profile --compare b.csv a.csv -O csv >got
near() {
	awk -F, -v row="$1" -v want="$2" '
	$1 == row { seen = 1; if (($12 - want) ^ 2 > 1e-22) print row, $12, want }
	END { if (!seen) print row, "is not there" }' got
}
near carat 0.5777166470241603
near price 0.6948715085444903
near depth 0.07240079552150847
near cut 0.12116081319976428
near clarity 0.20414286977018267
# Columns of one table only, of another type, levels that came and went, a
# column that is empty in one, times; ids are only counted.
cat >a.csv <<'X'
k,only,n,c,e,d,t
1,1,1,red,,2024-01-01,x
2,2,2,red,,2024-01-02,y
3,3,3,blue,,2024-01-03,z
4,4,,,,2024-01-04,z
X
cat >b.csv <<'X'
k,n,c,e,d,t,late
5,1.5,red,1,2024-01-03,1,a
6,2.5,green,2,2024-01-04,2,b
7,3.5,"a, b",3,2024-01-05,3,c
X
mlc-profile --role k=id --compare b.csv a.csv -O csv
mlc-profile --compare b.csv a.csv
mlc-profile --compare a.csv a.csv -O csv | cut -d, -f1,2,11-
# A target that the second has not; the page has a section.
mlc-profile -t only --compare b.csv a.csv --html page.html >/dev/null
grep -c 'id=compared' page.html
must_exit 2 mlc-profile --compare nosuch.csv a.csv 2>&1
must_exit 2 mlc-profile --compare b.csv --warnings a.csv 2>&1 | head -n 1
