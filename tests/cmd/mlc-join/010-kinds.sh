# Left, inner, semi and anti joins; a missing key has no match.
. "$MLC_TOP/tests/cmd/mlc-join/tables"
for how in left inner semi anti; do
	echo "$how"
	mlc-join customers.csv -k customer=cid --$how orders.csv -O csv
done
# Some columns, other names, references from a pipe and several at once.
mlc-join customers.csv -k customer=cid --select age --prefix c_ -O csv orders.csv
mlc-join --ref customers.csv -k customer=cid --ref rates.csv -k customer \
	--as-of t=when --prefix r_ -O csv orders.csv
# Two keys; equal rows of a reference.
cat >two.csv <<'END'
k,n,v
a,1,x
b,1,y
a,2,z
a,1,w
END
printf 'n,k\n1,a\n2,b\n2,a\n' >rows.csv
for twice in first last; do
	mlc-join two.csv -k k,n --on-duplicate $twice -O csv rows.csv
done
must_exit 2 mlc-join two.csv -k k,n rows.csv
# No rows, no reference rows.
head -n 1 orders.csv | mlc-join customers.csv -k customer=cid -O csv
head -n 1 customers.csv >none.csv
mlc-join none.csv -k customer=cid -O csv orders.csv | head -n 2
# Against join(1): 20,000 rows, 3,000 reference rows in another order.
awk 'BEGIN { srand(5); for (i = 0; i < 20000; i++)
	print i ",k" int(rand() * 5000) }' >r
awk 'BEGIN { for (i = 0; i < 3000; i++) print "k" (i * 7) % 3000 ",v" i }' >f
(echo i,k; cat r) >r.csv
(echo k,v; cat f) >f.csv
sort -t, -k2,2 r >r.sorted
sort -t, -k1,1 f >f.sorted
join -t, -1 2 -2 1 -a 1 -o 1.1,1.2,2.2 r.sorted f.sorted | sort >want
mlc-join f.csv -k k -O csv r.csv | tail -n +2 | sort | cmp - want
mlc-join f.csv -k k -j 1 -O csv r.csv | tail -n +2 | cut -d, -f1,2 | cmp - r
