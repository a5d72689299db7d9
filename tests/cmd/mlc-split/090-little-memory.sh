# What --mem does not hold is in files, and the parts are the same.
set -e
awk 'BEGIN {
	print "a,b"
	for (i = 0; i < 140000; i++)
		print i % 5 "," i * 104729 % 30011
}' >x.csv
for how in --stratify=a "--by b" "--time b" "--folds 3 --fold 2"; do
	mlc-split -O csv $how x.csv >much
	mlc-split --mem 100K -O csv $how x.csv | cmp - much
done
