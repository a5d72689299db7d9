# Rows of a model's profile: mlc-drift does not tell them from its training
# rows, column by column, and types, decimals and missing shares are right.
table=$MLC_DATA/churn.csv.gz
mlc-train gbdt -q --trees 5 -t churn -o m.mlc "$table"
mlc-sim -n 7000 -O csv m.mlc >made.csv
mlc-drift m.mlc made.csv -O csv | awk -F, '$8 == "drift" && $3 != "score"'
head -n 1 made.csv
awk -F, 'NR > 1 { miss += $20 == ""; d = $19; sub(/.*\./, "", d)
	if (length(d) > 2) long++; if ($6 !~ /^[0-9]+$/) odd++ }
	END { print (miss > 3 && miss < 25), long + 0, odd + 0 }' made.csv
# Levels of fewer than ten rows are withheld.
awk -v OFS=, 'BEGIN { print "a,b"; for (i = 0; i < 500; i++)
	print i < 9 ? "nine" : i < 19 ? "ten" : "many", i * 1.37 }' >levels.csv
mlc-train baseline -q -t b -o l.mlc levels.csv
mlc-sim -n 5000 -O csv l.mlc | cut -d, -f 1 | sort -u
mlc-sim -n 5000 -O csv l.mlc | awk -F, 'NR > 1 && ($2 < 12.33 || $2 > 671.3)'
