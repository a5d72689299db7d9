# --expect: all rows are written, broken rules are told, and the exit is 1.
printf 'a,s\n1,x\n,x\n7,y\n' >t.csv
mlc-clean --expect 'a < 5' --expect 'no_missing(a)' --expect 'unique(s)' \
	--expect 'missing(a) < 0.1' --expect 'type(a) = string' t.csv -O csv
echo "exit $?"
mlc-clean --expect 'a < 8' --expect 'unique(a)' --expect 'type(a) = int' \
	--expect 'missing(a) <= 0.34' --expect 'no_missing(s)' t.csv -O csv
echo "exit $?"
mlc-clean -q --expect 'a < 5' -o out.csv t.csv
echo "exit $?"
cat out.csv
