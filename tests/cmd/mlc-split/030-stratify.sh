# Each class in proportion: 25 of 100 rows are yes.
awk 'BEGIN { print "x,y"
	for (i = 0; i < 100; i++) print i "," (i % 4 ? "no" : "yes") }' >t.csv
count() {
	tail -n +2 | cut -d, -f2- | sort | uniq -c | sed 's/^ *//'
}
mlc-split -t y --stratify 60:20:20 -O csv t.csv | count
mlc-split --stratify=y --folds 5 --fold 3 -O csv t.csv | count
