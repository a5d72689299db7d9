# --sort: as sort(1) does it, in memory or in many runs of a few rows.
awk 'BEGIN { srand(7); print "n,x,s"
	for (i = 1; i <= 50000; i++)
		print i "," int(rand() * 2000) - 1000 "," \
		    substr("abcdefghij", 1 + int(rand() * 9), 2) }' >t.csv
tail -n +2 t.csv | sort -s -t, -k3,3r -k2,2n >want
mlc-clean --sort s:desc,x -O csv t.csv | tail -n +2 | cmp - want
mlc-clean --mem 100K --sort s:desc,x -O csv t.csv | tail -n +2 | cmp - want
mlc-clean --sort x,s:desc t.csv >a.mlcs
mlc-clean --mem 1 --sort x,s:desc --no-lineage -O csv t.csv >b.csv
mlc-ingest -O csv a.mlcs | cmp - b.csv
# Numbers by value, whatever their sign; missing ones are last.
printf 'x,f,t,b\n,1.5,2024-05-01,yes\n-2,-1e300,,no\n10,,1969-12-31,\n9,-0.0,2024-04-30T23:59:59Z,yes\n-2,0.0,1960-01-01,no\n' >u.csv
for k in x x:desc f f:desc t t:desc b,x b:desc,x:desc; do
	echo "$k: $(mlc-clean --sort $k -O csv u.csv 2>/dev/null |
		tail -n +2 | tr '\n' ' ')"
done
# Nothing to sort, no such column, and a column without an order.
printf 'a,b\n' | mlc-clean --sort b,a -O csv
must_exit 2 mlc-clean --sort c u.csv
must_exit 2 mlc-clean --sort x:up u.csv
printf 'w\na b\nb c\n' | mlc-encode --hash w=8 | must_exit 2 mlc-clean --sort w
