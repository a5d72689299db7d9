# Numbers whose squares are no doubles, whole numbers that doubles do not tell
# apart. Python 3.11: statistics.stdev of Fractions; of 2**62 .. 2**62 + 49 it
# is 14.577379737113251, of 1, 2, 4 it is 1.5275252316519467.
awk 'BEGIN { print "id,k"; for (i = 0; i < 50; i++)
	print "46116860184273879" sprintf("%02d", 4 + i) "," i }' >ids.csv
mlc-profile -O csv ids.csv | cut -d, -f1,7-10,14,17,18
printf 'big,tiny\n1e308,1e-300\n-1e308,2e-300\n1e308,4e-300\n' |
	mlc-profile -O csv | cut -d, -f1,8-10,14
# Imputing leaves whole numbers whole where the fill is, and ids as they are.
printf 'id,a,b\n1600000000000000001,1,1\n1600000000000000004,,\n1600000000000000006,3,2\n1600000000000000008,2,\n' |
	mlc-clean -i auto -O csv
# A column of 1e-300 is no constant; one that is as good as constant is told.
awk 'BEGIN { srand(1); print "x,y"; for (i = 0; i < 200; i++) { r = rand()
	printf "%.6fe-300,%g\n", 1 + r, 3 * r + .1 * rand() } }' >tiny.csv
mlc-train linear -t y -o m.mlc tiny.csv
mlc-eval -q -m m.mlc tiny.csv --metrics r2 --bootstrap 0 -O csv |
	awk -F, 'NR > 1 { print ($4 > .99 ? "knows" : "knows nothing") }'
sed 's/e-300/e-307/' tiny.csv >tinier.csv
mlc-train linear -t y -o m.mlc tinier.csv
