# --joint: can rows be told apart, do they go together as they did?
set -e
normals() {	# ROWS SEED SHIFT CORRELATION
	awk -v n="$1" -v x="$2" -v shift="$3" -v r="$4" 'function draw() {
		x = x * 16807 % 2147483647; return x / 2147483647
	}
	function normal() {
		return sqrt(-2 * log(1 - draw())) * cos(6.283185307179586 * \
		    draw())
	}
	BEGIN {	# Park and Miller 1988
		print "id,a,b,c,kind,y"
		for (i = 1; i <= n; i++) {
			a = normal(); b = r * a + sqrt(1 - r * r) * normal()
			printf "%d,%.4f,%.4f,%.4f,%s,%s\n", i, a, b, \
			    normal() + shift, draw() < 0.5 ? "x" : "y", \
			    draw() < 0.5 ? "yes" : "no"
		}
	}'
}
joint() {
	want=$1
	shift
	must_exit "$want" mlc-drift -r ref.csv --role id=id -t y --joint \
	    -O csv "$@" >out.csv
	grep '(joint)' out.csv | sort -t, -k4 |
		sed -E 's/(\.[0-9]{3})[0-9]*/\1/g'
}
normals 3000 1 0 0.8 >ref.csv
echo "as it was"
normals 2000 2 0 0.8 >t.csv
joint 0 t.csv
# No order of the rows can tell two normals that are a deviation apart better
# than Phi(1 / sqrt(2)) = 0.760, and c is what tells.
echo "a shift by one deviation"
normals 2000 3 1 0.8 >t.csv
joint 1 t.csv
# Each column is as it was, but not the two together.
echo "a correlation that is gone"
normals 2000 4 0 0.1 >t.csv
joint 1 t.csv
grep -c drift out.csv
printf 'column,test,verdict\n(joint),*,off\n' >off.csv
joint 0 --limits off.csv t.csv | grep -c ok
echo "windows, threads, parts of the rows"
joint 1 --window 500 t.csv >whole
grep -c joint whole
joint 1 --window 500 -j 1 t.csv | cmp - whole
joint 1 --window 1000 --every 500 t.csv | cut -c 1-2 | sort | uniq -c
(cat ref.csv; sed 1d t.csv) >all.csv
must_exit 1 mlc-drift --reference-window first:3000 --role id=id -t y --joint \
    all.csv -O csv | grep -c '(joint).*drift'
# Without numbers, without any feature that is left, without rows to hold.
cut -d, -f1,5,6 ref.csv >kinds.csv
mlc-drift -r kinds.csv --role id=id -t y --joint kinds.csv -O csv |
	grep -c '(joint)'
cut -d, -f1,2,6 t.csv >few.csv
must_exit 1 mlc-drift -r ref.csv --role id=id -t y --joint few.csv -O csv |
	grep -c '(joint)' || :
mlc-ingest -t y --role id=id ref.csv | mlc-train baseline -o m.mlc
must_exit 2 mlc-drift m.mlc --joint t.csv
must_exit 2 mlc-drift -r ref.csv --joint --season hour --window 1h t.csv
