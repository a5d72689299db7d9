# Labels: an expression, a probability, a model; another one from a row on.
table=$MLC_DATA/churn.csv.gz
mlc-sim -n 2000 --label 'long=tenure > 30' --label 'long=tenure > 60@1000' \
	-O csv "$table" | mlc-clean --derive 'row=0' -O csv |
	mlc-clean --derive "wrong=long != (tenure > 30)" -O csv |
	awk -F, 'NR > 1 { n[NR > 1001] += $NF == "true" }
	END { print n[0], (n[1] > 200) }'
# The share of true is the probability.
mlc-sim -n 20000 --label 'y~0.3' -O csv --rare 1 "$table" |
	awk -F, 'NR > 1 { n += $NF == "true" } END { printf "%.2f\n", n / (NR - 1) }'
mlc-sim -n 100 --label 'y~if(tenure > 30, 1, 0)' "$table" |
	mlc-clean --where 'y != (tenure > 30)' -O csv | wc -l
# A model's labels have its probabilities: the mean of both, and its target.
mlc-train gbdt -q --trees 20 -t churn -o m.mlc "$table"
mlc-sim -n 10000 --label m.mlc -O csv "$table" >labelled.csv
mlc-serve m.mlc -O csv <labelled.csv | mlc-clean --keep churn,score -O csv |
	awk -F, 'NR > 1 { yes += $1 == "Yes"; p += $2 }
	END { d = (yes - p) / (NR - 1); print (d * d < 0.01 ^ 2) }'
# Drift of what rows are about comes before their labels, what is wrong in
# their record behind.
mlc-sim -n 50 --drift 'tenure:+1000' --label 'y=tenure >= 1000' \
	--missing tenure:1 "$table" | mlc-clean --where 'not y' -O csv | wc -l
