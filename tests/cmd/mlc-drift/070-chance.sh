# Chance is no drift where it is hard to tell: long tails, whole numbers, rare
# levels, more levels than a profile keeps, texts that are all different.  Of
# windows, one of twenty may alarm.
rows() {
	awk -v r="$1" -v n="$2" -v shift="$3" '
	function draw() { r = r * 16807 % 2147483647; return r / 2147483647 }
	BEGIN {
		print "skewed,whole,rare,name,note,plain"
		for (i = 0; i < n; i++) {
			z = sqrt(-2 * log(draw())) * cos(6.283185307 * draw())
			u = draw()
			print exp(2 * z) "," int(30 * u * u) "," \
			    (draw() < 0.9 ? "most" : "r" int(40 * draw())) \
			    ",n" int(9000 * draw() ^ 2) ",t" r "," z + shift
		}
	}'
}
rows 11111 20000 0 >then.csv
rows 22222 5000 0 >now.csv
all=psi,ks,jensen_shannon,wasserstein,chi_square,unseen,out_of_range
mlc-ingest then.csv | mlc-train gbdt --trees 5 -t plain -q -o m.mlc
for reference in "-r then.csv" m.mlc; do
	for n in 200 1000 5000; do
		mlc-drift $reference --window $n --tests $all now.csv |
			sed -n 1p
	done
done
mlc-drift -r then.csv --effect small now.csv | sed -n 1p

# 1000 rows: a sixth of a standard deviation is small, a fourth is medium.
for shift in 0.17 0.3 0.6; do
	rows 33333 1000 $shift >moved.csv
	for effect in small medium large; do
		mlc-drift -r then.csv --effect $effect --tests ks -O csv \
			moved.csv | awk -F, -v w="$shift $effect" \
			'$2 == "plain" { print w, $7, $8 }'
	done
done
must_exit 2 mlc-drift -r then.csv --effect huge now.csv
