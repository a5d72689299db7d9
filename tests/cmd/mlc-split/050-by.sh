# No customer is in two parts, and shares are near.
awk 'BEGIN { print "customer,x"
	for (i = 0; i < 1000; i++) print "c" i % 97 "," i }' >t.csv
mlc-split --by customer -O csv t.csv >s.csv
tail -n +2 s.csv | cut -d, -f1,3 | sort -u | cut -d, -f1 | uniq -d
tail -n +2 s.csv | cut -d, -f3 | sort | uniq -c | awk '
	{ want = $2 == "train" ? 700 : 150
	  if ($1 < want - 11 || $1 > want + 11) print "off:", $0 }'
