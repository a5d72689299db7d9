# What is defined is reported, and the rest told in one line: rows without a
# positive, of one class, with a label that the model never saw. R 4.2 has
# mean(-log(1 - c(0.2, 0.9))) = 1.262864 and mean(c(0.2, 0.9)^2) = 0.425.
set -e
csv() {
	mlc-eval --bootstrap 0 -O csv "$@"
}
# One class, by a word that says which it is.
printf 'y,s\n1,0.2\n1,0.9\n' >one.csv
csv --truth y --score s --metrics accuracy,auc,recall one.csv
printf 'y,s\nno,0.2\nno,0.9\n' |
	csv --truth y --score s --metrics accuracy,auc,logloss,brier
# No positive among the rows: said by the user, by a score's name, by a stream.
printf 'y,s\nA,0.2\nA,0.9\n' >a.csv
csv --truth y --score s --positive B --metrics accuracy,auc,logloss a.csv
printf 'y,score_B\nA,0.2\nA,0.9\n' |
	csv --truth y --score score_B --metrics accuracy,auc,logloss
# A label that the model never saw counts as not the score's class, which the
# stream tells; so do rows of one part without any positive.
mlc-ingest $MLC_DATA/churn.csv.gz -t churn | mlc-split |
	mlc-train gbdt --trees 5 --positive Yes -o m.mlc >s.mlcs
awk -F, -v OFS=, '$1 == "No" && $6 < 3 { $1 = "No?" } { print }' s.mlcs |
	csv --metrics auc,accuracy | cut -d, -f1-3
mlc-clean --where "split = 'valid' or churn = 'No'" s.mlcs |
	csv --metrics auc,accuracy | cut -d, -f1-3
# Many slices of one class are one line.
csv --by tenure --metrics auc s.mlcs | grep -c ',,,$'
# A score of the other class is suspected.
csv --truth churn --score score --positive No --metrics auc s.mlcs -q && exit 1
mlc-ingest s.mlcs -O csv | mlc-eval --truth churn --score score \
	--positive No --metrics auc --role split=split -O csv | cut -d, -f1-3
# A positive class that neither rows nor scores know is a slip.
printf 'y,s\nA,0.2\nB,0.9\n' >ab.csv
must_exit 2 mlc-eval --truth y --score s --positive b ab.csv
printf 'y,s\nA,0.2\n' | must_exit 2 mlc-eval --truth y --score s
