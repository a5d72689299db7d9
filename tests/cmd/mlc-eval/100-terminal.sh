# On a terminal: a grid of slices and metrics, and the classes. The values are
# those of the report: see 010-metrics for where they are from. Intervals of few
# rows: f1 is that of R 4.2 prop.test(3, 5, correct = FALSE) as 2 j / (1 + j), ap
# of prop.test(0.85417 * 4, 4, correct = FALSE), auc by uniroot on the equation of
# Newcombe 2006, method 5: 0.398, 0.962.
set -e
cat >s.csv <<'end'
y,p,q,region
yes,0.9,yes,north
no,0.2,no,north
yes,0.6,yes,south
no,0.7,yes,south
no,0.1,no,north
yes,0.8,yes,south
yes,0.3,no,north
no,0.4,no,south
end
eval='mlc-eval --truth y --score p --prediction q --bootstrap 200'
terminal 80 "$eval s.csv"
terminal 80 "$eval --by region s.csv"
terminal 60 "$eval --by region --confusion --metrics auc s.csv"
terminal 60 "$eval --metrics auc,f1 s.csv"
terminal 60 "$eval --metrics auc,f1 --bootstrap 0 s.csv"
terminal 60 "$eval --metrics confusion s.csv"
mlc-eval --truth y --score p --metrics auc,f1 s.csv -o old.csv
terminal 80 "$eval --metrics auc,f1 --baseline old.csv s.csv"
terminal 80 "$eval --metrics auc --baseline old.csv --by region s.csv"
# Said so, it is the report.
terminal 80 "$eval --metrics auc -O table s.csv"
terminal 80 "$eval --metrics auc -O vertical s.csv"
# Numbers have no classes; names of classes may be long or alike.
printf 't,p\n1.5,1\n2,2.5\n3,3.5\n' >r.csv
terminal 80 'mlc-eval --truth t --prediction p --bootstrap 0 r.csv'
awk 'BEGIN { print "t,p"; for (i = 0; i < 3; i++) {
	long = ""; for (k = 0; k < 300; k++) long = long "x"
	print long i ",slice"; print "slice,class" } }' >long.csv
terminal 80 'mlc-eval --truth t --prediction p --bootstrap 0 long.csv' |
	cut -c 1-100
