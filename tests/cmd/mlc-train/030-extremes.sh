# One row is a model, if a poor one; targets beyond what trees can hold are
# refused before a file is written.
printf 'x,y\n1,2.5\n' >one.csv
for a in linear gbdt baseline; do
	mlc-train $a -t y -o $a.mlc one.csv
	mlc-serve $a.mlc --only -O csv <one.csv
done
printf 'x,y\n1,1e300\n2,-1e300\n3,5.5\n4,1e300\n' >huge.csv
must_exit 2 mlc-train gbdt --min-leaf 1 -t y -o huge.mlc huge.csv
printf 'x,y,w\n1,2.5,1e308\n2,3.5,1e308\n' >heavy.csv
must_exit 2 mlc-train baseline -t y --role w=weight -o huge.mlc heavy.csv
test ! -e huge.mlc
