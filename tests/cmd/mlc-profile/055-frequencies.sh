# pandas 2.3.3: value_counts; numpy 2.2: histogram(x, bins=arange(0, 20000,
# 1000)), whose first counts are 14499, 9704, 6131 and whose last is 312.
set -e
mlc-profile --columns contract,senior_citizen -O csv \
	"$MLC_DATA/churn.csv.gz" | cut -d, -f1-6
mlc-profile --columns price -O csv "$MLC_DATA/diamonds.csv.gz" |
	cut -d, -f2-6 | sed -n '2,4p; $p'
mlc-profile --columns sex "$MLC_DATA/penguins.csv"
# Ranges of times, of negative and of infinite numbers; levels beyond 1000; a
# column that is only counted; one without a value.
awk 'BEGIN { print "d,x,y,s,e,i"
	for (i = 0; i < 1500; i++)
		printf "2024-01-%02dT%02d:00:00,%g,%s,s%d,,%d\n", i % 28 + 1,
		    i % 24, i / 100 - 7, i == 3 ? "inf" : i, i, i }' >t.csv
mlc-profile --columns '*,i' --role i=id -O csv t.csv >all
awk -F, '$1 == "d" || $1 == "x" || $1 == "y" || $1 == "e" || $1 == "i" ||
    $2 == "others"' all
awk -F, 'NR > 1 { n[$1] += $6 } END { for (c in n) if (n[c] != 1500) print c }' all
must_exit 2 mlc-profile --columns nosuch t.csv 2>&1
# Of many rows the counts are estimates that add up.
awk 'BEGIN { print "x"; for (i = 0; i < 200000; i++) print i * 7919 % 200003 }' |
	mlc-profile --columns x -O csv | awk -F, 'NR > 1 { n += $6
		if ($5 < 200000 && ($6 - 10000) ^ 2 > 1000 ^ 2) print }
	END { print n }'
