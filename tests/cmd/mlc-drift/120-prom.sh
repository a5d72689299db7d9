# The last window for Prometheus, in a file that appears whole; names have
# whatever characters.
awk 'BEGIN {
	print "a,\"b\\ \"\"c\""
	for (i = 0; i < 600; i++)
		print i * 37 % 300 + 200 * (i >= 300) "," i % 2
}' >now.csv
must_exit 1 mlc-drift --reference-window first:200 --window 100 \
	--prom x.prom now.csv -O csv >report.csv
cat x.prom
# The same values as in the report.
grep ^4, report.csv | cut -d, -f 2,4,5 | tr -d '"\\' | sort >want
sed -n 's/^mlc_drift_value{column="\(.*\)",test="\(.*\)"} /\1,\2,/p' x.prom |
	tr -d '"\\' | sort | cmp - want
# Without a verdict it stays as it was.
cp x.prom before
head -n 1 now.csv | must_exit 2 mlc-drift -r now.csv --prom x.prom
cmp before x.prom
must_exit 2 mlc-drift -r now.csv --prom /dev/full now.csv >/dev/null
must_exit 2 mlc-drift -r now.csv --prom no/x.prom now.csv >/dev/null
