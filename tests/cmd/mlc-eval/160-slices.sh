# Slices: the worst first, those that are found, and groups beside each other.
set -e
# Predictions are wrong in 30 of 100 rows where a = 'x' and b <= 9, else in 10.
awk 'BEGIN { print "y,prediction,a,b,c,split"
	seed = 7
	for (i = 0; i < 4000; i++) {
		for (k = 0; k < 5; k++) {	# Park and Miller 1988
			seed = seed * 16807 % 2147483647
			u[k] = seed / 2147483647
		}
		a = u[0] < 0.4 ? "x" : u[0] < 0.7 ? "it'"'"'s" : ""
		b = int(u[1] * 40)
		wrong = u[2] < (a == "x" && b <= 9 ? 0.3 : 0.1)
		printf "%s,%s,%s,%s,%.3f,%s\n", "yes", wrong ? "no" : "yes",
		    a, b, u[3], u[4] < 0.3 ? "valid" : "test"
	} }' >rows.csv
run() {
	mlc-eval -O csv -t y --prediction prediction --positive yes "$@"
}
run --by a --slice 'b <= 9' --worst-first --metrics accuracy --bootstrap 0 \
    --role split=split rows.csv
# Found, as an expression that --slice takes; so many rows and errors there
# are in the half that tests it, and a like share in all.
run --find-slices 3 rows.csv >found.csv
cat found.csv
slice=$(mlc-ingest -O csv --select slice found.csv | sed -n 2p)
run --slice "$slice" --metrics accuracy --bootstrap 0 rows.csv | tail -n 1 |
    cut -d, -f2-4
run --find-slices 3 --role split=split rows.csv | cut -d, -f1,2,4
# Nothing is found where nothing is: wrong is each seventh row.
awk -F, -v OFS=, 'NR > 1 { $2 = NR * 31 % 7 ? "yes" : "no" } 1' rows.csv |
    sed 1s/yes/prediction/ >none.csv
run --find-slices 3 none.csv
# Nor where there is no column to find by, or no metric.
mlc-ingest -O csv --select y,prediction rows.csv >bare.csv
run --find-slices 3 --metrics confusion bare.csv
# Groups counted by hand: of a 6 of 11 are selected, of b 3 of 10; 3 of 4 and 1
# of 3 of the true, 3 of 7 and 2 of 7 of the others.
cat >groups.csv <<'end'
group,y,score
a,1,0.9
a,1,0.8
a,1,0.7
a,1,0.4
a,0,0.9
a,0,0.8
a,0,0.6
a,0,0.3
a,0,0.2
a,0,0.1
a,0,0.1
b,1,0.9
b,1,0.3
b,1,0.2
b,0,0.8
b,0,0.7
b,0,0.4
b,0,0.3
b,0,0.2
b,0,0.1
b,0,0.1
c,0,0.3
c,0,0.6
end
mlc-eval -O csv -t y --score score --positive 1 --fair group groups.csv
mlc-eval -q -O csv -t y --score score --positive 1 --fair group groups.csv \
    --html page.html >/dev/null
grep -c 'equalized_odds_difference' page.html
must_exit 2 mlc-eval -t y --score score --fair group --by group groups.csv
must_exit 2 mlc-eval -t y --score score --fair colour groups.csv
must_exit 2 mlc-eval -t y --score score --fair group --curve roc groups.csv
must_exit 2 mlc-eval -t y --score score --find-slices 2000 groups.csv
must_exit 2 mlc-eval -t score --prediction y --task regression --fair group \
    groups.csv
