# A table of many groups of blocks: one file, and the same rows in three whose
# cuts are at multiples of 65536 rows, give the same bytes on any number of
# threads.
set -e
awk 'BEGIN {
	split("red green blue grey black", colour, " ")
	for (i = 0; i < 215000; i++) {
		s = (s * 1103515245 + 12345) % 2147483648
		x = s / 2147483648
		s = (s * 1103515245 + 12345) % 2147483648
		z = s / 2147483648
		c = colour[1 + int(5 * x * z)]
		m = i % 17 == 3 ? "" : sprintf("%.5f", z * z)
		printf "%.6f,%s,%s,%d,%s,%.4f\n", x, m, c, 1000 * x,
		    "id" int(x * 3000), x + z * z + (c == "red") + s % 7 / 9
	}
}' >rows
(echo x,m,c,n,k,y && cat rows) >all.csv
(echo x,m,c,n,k,y && head -n 65536 rows) >a.csv
(echo x,m,c,n,k,y && tail -n +65537 rows | head -n 131072) >b.csv
(echo x,m,c,n,k,y && tail -n +196609 rows) >c.csv

# run NAME THREADS FILE...
run() {
	name=$1 j=$2
	shift 2
	mlc-split --no-lineage -t y "$@" >split.$name
	mlc-clean -j $j --no-lineage -i auto --clip 'x=q01:q99' -t y "$@" |
		mlc-encode -j $j --no-lineage --target-encode k --auto >in.$name
	mlc-train gbdt -j $j --trees 4 --no-lineage -t y -o gbdt.$name "$@"
	mlc-train gbdt -j $j --trees 4 --subsample 0.5 --no-lineage \
		-o sub.$name split.$name >sub.rows.$name
	mlc-train linear -j $j --no-lineage -o linear.$name <in.$name
}
run one 1 all.csv
check() {
	for f in in gbdt sub sub.rows linear; do
		test -s $f.one
		cmp $f.one $f.$1
		rm $f.$1
	done
}
for j in 2 7 32; do
	run $j $j all.csv
	check $j
done
run three 2 a.csv b.csv c.csv
check three
