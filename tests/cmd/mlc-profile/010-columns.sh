# One row a column. Of 0 .. 100 the mean is 50, the deviation
# sqrt(101 * 102 / 12) and the quartiles 25, 50 and 75; b is 2 a: correlation
# 1; c is a < 30, so eta^2 of a and c is 30 * 71 * (65 - 14.5)^2 / 101 over the
# sum of squares 85850, 0.6265.
set -e
awk 'BEGIN {
	print "a,b,c,d,e"
	for (i = 0; i <= 100; i++)
		printf "%d,%s,%s,%s,2024-01-%02d\n", i, 2 * i,
		    (i < 30 ? "low" : "high"),
		    (i % 10 ? "" : i), i % 31 + 1
}' >t.csv
mlc-profile -t a -O csv t.csv
mlc-profile --histogram -O csv --role d=id t.csv | cut -d, -f1-4,19
mlc-profile t.csv -j 3 >three
mlc-profile t.csv -j 1 | cmp - three
head -n 1 t.csv | mlc-profile -O csv | cut -d, -f1-5
# Whole numbers that no double holds are different values.
printf 'n,x\n9007199254740992,1\n9007199254740993,-0.0\n,0\n' |
	mlc-profile -O csv | cut -d, -f1,7
