# Curves of a small table, each point counted by hand; scikit-learn's
# roc_curve, precision_recall_curve and det_curve give the same x and y, on
# many more rows in tests/interop/curve_judge.py.
set -e
cat >two.csv <<'end'
y,score,split
yes,0.9,valid
no,0.8,valid
yes,0.8,valid
no,0.3,valid
yes,0.2,valid
no,0.1,valid
yes,0.7,test
no,0.6,test
yes,0.5,test
no,0.1,test
end
run() {
	mlc-eval -O csv -t y --score score --positive yes "$@" two.csv
}
run --curve roc,pr,det,gain,lift | cut -d, -f2-6,9-13
run --curve calibration --level 0.9 | cut -d, -f2-8
# What is wrong may cost; the threshold is chosen by the valid rows: 2 fn + fp is
# 6, 4, 3, 4, 2 and 3 from above the highest score down, least at 0.2.
run --curve threshold --cost fn=2,fp=1 | cut -d, -f2,4-6,10-14
run --role split=split --threshold best:cost --cost fn=2 --metrics f1 \
    --bootstrap 0
run --threshold best:f1 --metrics recall,precision --bootstrap 0
# Scores that are compared have thresholds of their own: one that only orders
# the rows as the first predicts as it does, in whatever order they come.
awk -F, -v OFS=, 'NR > 1 { print NR - 1, $0 }' two.csv >rows
(echo id,y,score,split; cat rows) >ids.csv
(echo id,y,score,split; sort -t, -k1,1nr rows |
    awk -F, -v OFS=, '{ $3 = $3 * 100 - 20; print }') >same.csv
(echo id,y,score,split; awk -F, -v OFS=, '{ $3 = 1 - $3; print }' rows) >turned.csv
mlc-eval -O csv -t y --score score --positive yes --role id=id \
    --role split=split --threshold best:f1 --metrics f1 --bootstrap 0 \
    --vs same.csv,turned.csv ids.csv
# About so many points; of several classes each has its curve.
awk 'BEGIN { print "y,score_a,score_b,score_c"
	for (i = 0; i < 3000; i++)
		printf "%s,%.4f,%.4f,%.4f\n", substr("abc", i * 7 % 3 + 1, 1),
		    i * 37 % 1001 / 3000, i * 11 % 997 / 3000,
		    1 - i * 37 % 1001 / 3000 - i * 11 % 997 / 3000
	}' >three.csv
mlc-eval -O csv -t y --score score_a --score score_b --score score_c \
    --curve roc --points 20 three.csv | cut -d, -f3 | sort | uniq -c |
    awk '{ print $2, $1 < 70 ? "few" : "many" }'
cat >numbers.csv <<'end'
y,p
1,2
2,1
3.5,3
4,4.5
5,4.5
end
mlc-eval -O csv -t y --prediction p --curve calibration,residuals numbers.csv |
    cut -d, -f2-8
must_exit 2 mlc-eval -t y --prediction p --curve roc numbers.csv
must_exit 2 mlc-eval -t y --prediction p --curve rox numbers.csv
must_exit 2 mlc-eval -t y --score score --curve residuals two.csv
must_exit 2 mlc-eval -t y --score score --threshold best:auc two.csv
must_exit 2 mlc-eval -t y --score score --threshold half two.csv
must_exit 2 mlc-eval -t y --score score --cost fm=2 two.csv
must_exit 2 mlc-eval -t y --prediction p --threshold best:f1 numbers.csv
must_exit 2 mlc-eval -t y --prediction p --cost fn=2 numbers.csv
must_exit 2 mlc-eval -t y --score score --curve roc --vs two.csv two.csv
