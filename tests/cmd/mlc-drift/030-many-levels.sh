# A column where each row has a level of its own, and one of many levels, are
# no drift in other rows of the same source; a level that takes over is.
rows() {
	awk -v r="$1" -v new="$2" '
	function draw() { r = r * 16807 % 2147483647; return r / 2147483647 }
	BEGIN {
		print "id,shop,x"
		for (i = 0; i < 900; i++) {
			shop = draw() < new ? "web" : "s" int(400 * draw() ^ 2)
			print "c" r "," shop "," int(9 * draw())
		}
	}'
}
rows 11111 0 >then.csv
rows 22222 0 >now.csv
rows 33333 0.2 >web.csv
mlc-drift -r then.csv --only-drift -O csv now.csv
mlc-drift -r then.csv --only-drift -O csv then.csv
must_exit 1 mlc-drift -r then.csv --only-drift -O csv web.csv |
	cut -d, -f2,4,8
