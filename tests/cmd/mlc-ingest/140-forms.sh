# Numbers and times as others write them. The read step of the recipe has the
# forms, so that raw rows are read so when they are served, on every road.
awk 'BEGIN { print "d;v;w;y"; for (i = 0; i < 60; i++)
	printf "%02d/%02d/2024;1.%03d,%d;%d.000;%s\n", 1 + i % 28, 1 + i % 12,
	    i * 16, i % 10, 1 + i, (i > 29 ? "b" : "a") }' >de.csv
mlc-ingest -t y --decimal , --thousands . de.csv >de.mlcs
sed -n '1s/"lineage.*//p' de.mlcs | grep -o '"version":2.*"times":[^}]*}'
mlc-ingest de.mlcs -O csv --limit 2
mlc-encode --date d de.mlcs | mlc-train gbdt --min-leaf 5 -o m.mlc
# The same row: raw text, JSON text, JSON numbers and ISO time.
printf 'd;v;w\n05/11/2024;1.160,5;11.000\n' | mlc-serve m.mlc --only -O csv
printf '{"d":"05/11/2024","v":"1.160,5","w":"11.000"}\n' >text.jsonl
printf '{"d":"2024-11-05","v":1160.5,"w":11000}\n' >iso.jsonl
mlc-serve m.mlc --only -O csv <text.jsonl
mlc-serve m.mlc --only -O csv <iso.jsonl
printf 'd;v;w\n05/13/2024;1.16,5;11.0\n' | mlc-serve m.mlc --only -O csv
# Marks of thousands stand before three digits; what is no number is text.
printf 'a;b;c;e\n1.234;-12.345.678,25;1.5;1,5e3\n999;1.000;2;-,5\n' |
	mlc-ingest --decimal , --thousands . -O jsonl
# Guessed where only one form can be; the day or the month first is asked.
printf 'a,b,c,e,f\n1/2/2024,1/2/2024,"Jan 5, 2024",5-Mar-2024 10:11,1.2.2024\n3/4/2024,12/31/2024,"May 6, 2024",6-Apr-2024 1:02,NA\n' >g.csv
mlc-ingest -O csv g.csv
mlc-ingest -O csv --time-format '%m/%d/%Y' --time-format 'f=%d.%m.%Y' g.csv
printf 'a,b\n20240131,1706695200\n20240201,0\n' | mlc-ingest -O csv \
	--time-format 'a=%Y%m%d' --time-format '`b`=%s'
printf 'a\n1\n' | must_exit 2 mlc-ingest --time-format '%Q'
printf 'a\n1\n' | must_exit 2 mlc-ingest --time-format 'x=%Y'
printf 'a\n1\n' | must_exit 2 mlc-ingest --decimal 12
printf 'a\n31/12/2024\n31/13/2024\n' |
	must_exit 2 mlc-ingest --time-format 'a=%d/%m/%Y'
# In expressions.
printf 'a,t\n31/12/24 3 PM,2024-01-31T23:59:59Z\nx,\n' | mlc-clean -O csv \
	--derive "b = time(a, '%d/%m/%y %I %p')" --derive 'c = date(t)' \
	--derive "f = format(t, '%A %e %b %H:%M')" --drop a,t
printf 'a\n1\n' | must_exit 2 mlc-clean --derive "b = time(a, '%Q')"
printf 'a\n1\n' | must_exit 2 mlc-clean --derive 'b = time(a, string(a))'
# Signs beside numbers and brackets around them are told, with plain ones among
# them; a sign alone, or one that is no money, makes no number.
printf 'a;b;c;d;e;f\n12.5%%;$1,200;(1,200);5 €;x;$\n3;($3.5);7;-€3;5%%;3\n' |
	mlc-ingest --delimiter ';' -O csv
