# What --auto makes of each type; the id and the target stay.
awk 'BEGIN { print "id,few,many,day,x,flag,y"
	for (i = 0; i < 600; i++)
		printf "%d,f%d,m%d,2024-01-%02d,%d,%s,%s\n", i, i % 3, i % 30,
		    i % 28 + 1, i, i % 2 ? "true" : "false",
		    i % 7 < 3 ? "yes" : "no" }' >t.csv
head() {
	sed 1q
}
mlc-encode --role id=id -t y --auto -O csv t.csv | head
mlc-encode --role id=id --role y=ignore -v --auto -O csv t.csv | head
mlc-encode --role id=id -t y --scale x=minmax --auto -O csv t.csv |
	cut -d, -f11 | sed -n '2p;$p'
# Of levels that have a row or two each no statistics are kept.
awk 'BEGIN { print "url,y"; for (i = 0; i < 1100000; i++) print i "u," i % 2 }' |
	mlc-encode -t y --auto | head -2 | cut -c 1-75
