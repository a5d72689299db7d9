# Two scores of the same rows: aSAH (tests/data/README) with what R's pROC
# 1.18.0 says, roc.test(outcome, wfns, s100b, method = "delong").
set -e
set_of() {
	mlc-ingest -O csv --select "outcome,$1" "$MLC_DATA/asah.csv" >"$1.csv"
}
for s in wfns s100b ndka; do
	set_of $s
	sed "1s/.*/outcome,score/" $s.csv >$s.scores
done
# wfns 0.8236788617886179, s100b 0.7313685636856369, p 0.0271757822291882,
# 0.0104061769564846 to 0.1742144192494776; ndka 0.61195799457994582, p
# 0.00514557970691098, 0.06340117093398764 to 0.36004056348335656.
compare() {
	mlc-eval -O csv -t outcome --score score --positive Poor \
	    --metrics auc "$@"
}
compare wfns.scores --vs s100b.scores,ndka.scores
# A set against itself has no difference, whatever the test.
compare wfns.scores --vs wfns.scores --metrics auc,accuracy,f1 --threshold 3 \
    --bootstrap 100
# McNemar's exact test: 12 to 3 is binom.test(3, 15) of R, 0.03515625.
awk 'BEGIN { print "y,a,b"
	for (i = 0; i < 12; i++) print "x,x,z"
	for (i = 0; i < 3; i++) print "x,z,x"
	for (i = 0; i < 40; i++) print (i % 2 ? "x,x,x" : "z,z,z") }' >both.csv
mlc-ingest -O csv --select y,a both.csv >a.csv
mlc-ingest -O csv --select y,b both.csv | sed 1s/b/a/ >b.csv
mlc-eval -O csv -t y --prediction a --positive x --metrics accuracy,recall \
    --bootstrap 200 a.csv --vs b.csv
# Rows are found by their ids, in any order; not without.
nl -s, -w1 a.csv | sed '1s/^1/id/' >ids.csv
(head -1 ids.csv; sed 1d ids.csv | sort -t, -k1,1r) >turned.csv
mlc-eval -O csv -t y --prediction a --positive x --metrics accuracy \
    --role id=id --bootstrap 0 ids.csv --vs turned.csv
must_exit 2 mlc-eval -t y --prediction a --positive x ids.csv --vs turned.csv
sed 5d ids.csv >short.csv
must_exit 2 mlc-eval -t y --prediction a --role id=id ids.csv --vs short.csv
must_exit 2 mlc-eval -t y --prediction a ids.csv --vs short.csv
must_exit 2 mlc-eval -t y --prediction a ids.csv --vs nothing.csv
must_exit 2 mlc-eval -t y --prediction a ids.csv --margin 0.1
must_exit 2 mlc-eval -t y --prediction a ids.csv --vs a.csv --baseline a.csv
