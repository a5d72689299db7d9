# --expect-stop: rows that break a rule make no file and no model.
printf 'a,y\n1,2\n,3\n7,4\n' >t.csv
stop() {
	mlc-clean --expect-stop --expect 'no_missing(a)' "$@" t.csv
}
stop -o out.csv
echo "exit $?"
stop -O mlc --where 'a is not missing' -o out.mlcs
echo "exit $?"
for format in mlc arrow; do
	(stop -O $format; echo "exit $?" >&2) |
		must_exit 2 mlc-train baseline -t y -o m.mlc
done
stop -O csv
echo "exit $?"
ls
stop -q --replace 'y=4:5' -i 'a=const:0' --expect 'a + y > 100' -o out.csv
echo "exit $?"
mlc-clean --expect-stop -i 'a=const:0' --expect 'no_missing(a)' t.csv -O csv
echo "exit $?"
