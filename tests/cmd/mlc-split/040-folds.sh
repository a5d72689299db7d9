# Every row is in the test of one fold.
seq 0 103 | sed '1s/.*/x/' >x.csv
for i in 1 2 3 4 5; do
	mlc-split --folds 5 --fold $i -O csv x.csv
done | grep test | sort | uniq -c | awk '{ n[$1]++ }
	END { for (k in n) print n[k], "rows", k, "times" }'
