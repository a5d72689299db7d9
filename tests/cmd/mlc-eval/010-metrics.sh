# The metrics of known tables: values by scikit-learn 1.2.1 (roc_auc_score,
# average_precision_score, log_loss, brier_score_loss and so on; for three
# classes the macro averages), as in tests/unit/metric_classes_test.c and
# metric_errors_test.c, where the calls are named.
set -e
cat >binary.csv <<'end'
y,p
no,0.6
no,0.4
no,0.3
no,0.5
no,0.7
no,0.2
yes,0.8
yes,0.7
no,0.2
no,0.5
yes,0.8
no,0.2
yes,0.2
no,0.5
yes,0.5
no,0.3
no,0.8
no,0.1
yes,0.7
no,0.8
yes,0.7
no,0.3
no,0.4
no,0.5
end
cat >weighted.csv <<'end'
y,p,w
no,0.6,2.2
no,0.4,0.7
no,0.3,0.6
no,0.5,0.0
no,0.7,0.5
no,0.2,1.0
yes,0.8,2.8
yes,0.7,1.7
no,0.2,1.0
no,0.5,0.8
yes,0.8,2.9
no,0.2,1.3
yes,0.2,2.9
no,0.5,1.5
yes,0.5,1.6
no,0.3,2.7
no,0.8,2.2
no,0.1,1.7
yes,0.7,1.3
no,0.8,2.6
yes,0.7,1.2
no,0.3,2.8
no,0.4,0.2
no,0.5,1.3
end
cat >three.csv <<'end'
y,score_a,score_b,score_c
c,0.33,0.39,0.28
a,0.46,0.34,0.2
b,0.25,0.67,0.08
b,0.15,0.54,0.31
b,0.57,0.34,0.09
c,0.28,0.45,0.27
c,0.21,0.29,0.5
b,0.16,0.6,0.24
b,0.27,0.29,0.44
b,0.28,0.29,0.43
a,0.05,0.13,0.82
b,0.47,0.46,0.07
b,0.1,0.47,0.43
b,0.38,0.29,0.33
a,0.55,0.08,0.37
c,0.05,0.6,0.35
a,0.96,0.01,0.03
b,0.14,0.79,0.07
c,0.54,0.23,0.23
a,0.67,0.13,0.2
b,0.05,0.21,0.74
c,0.19,0.43,0.38
c,0.25,0.18,0.57
a,0.27,0.15,0.58
end
cat >numbers.csv <<'end'
y,f
-0.4,3.5
6.5,6.11
-0.1,-1.29
5.3,2.59
9.1,9.18
0.0,2.96
0.6,2.52
3.8,1.92
3.0,1.29
-1.0,-2.01
4.8,5.38
11.1,10.69
2.0,2.43
2.2,2.79
-1.2,-1.8
4.3,4.22
-2.0,-1.59
-1.4,-1.57
8.1,9.11
-0.6,3.14
7.3,8.48
9.1,9.21
4.0,0.63
5.2,5.98
end
run() {
	mlc-eval -O csv --bootstrap 0 "$@"
}
run -t y --score p --confusion binary.csv
run -t y --score p --role w=weight weighted.csv
run -t y --score score_a --score score_b --score score_c three.csv
run -t y --prediction f numbers.csv
