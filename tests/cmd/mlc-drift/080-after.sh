# Drift that must last: a column drifts in windows 2, 4, 5 and 6, another one
# in 3 to 5; a window of too few rows, the last, is passed over.
(echo a,b; seq 0 999 | sed 's/.*/&,&/') >then.csv
awk 'BEGIN {
	print "a,b"
	for (i = 0; i < 1810; i++) {
		w = int(i / 300) + 1
		x = i * 37 % 1000
		print x + 300 * (w == 2 || w >= 4) "," \
		    x + 300 * (w >= 3 && w <= 5)
	}
}' >now.csv
drift='mlc-drift -r then.csv --window 300 --tests ks now.csv'
for after in 1 2 3 4; do
	want=1
	[ $after -lt 4 ] || want=0
	echo "after $after:"
	must_exit $want $drift --after $after -O csv |
		awk -F, '$8 == "drift" || $8 == "warn" { print $1, $2, $8 }'
	must_exit $want $drift --after $after | sed -n 1p
done
must_exit 2 $drift --after 0
