# Rows drawn, filled, melted, pivoted and counted. What comes of t.csv is what
# pandas 2.3 gives (ffill, melt, pivot, groupby(dropna=False).size), melt's rows
# being those of one row after the other.
set -e
printf 'a,b,c,d\n,x,1,1.5\n1,,2,\n,,,3\n2,y,,\n' >t.csv
mlc-clean --fill-down a,b -O csv t.csv
mlc-clean --melt 'c,d=k:v' t.csv >long.mlcs
mlc-ingest -O csv long.mlcs
mlc-clean --pivot k=v -O csv long.mlcs
mlc-clean --count=b -O csv t.csv
mlc-clean --count -O csv t.csv
# A table melted and pivoted is itself, in memory or in files.
zcat "$MLC_DATA/diamonds.csv.gz" | head -n 3001 | awk -F, -v OFS=, '
	{ print NR == 1 ? "n" : NR, $1, $5, $6, $7 }' >d.csv
mlc-clean --cast '!n=float' -O csv d.csv >want
mlc-ingest -O csv d.csv | sort >b
mlc-clean --melt '!n' d.csv >d.mlcs
for mem in 1G 20K; do
	mlc-clean --mem $mem --pivot variable=value -O csv d.mlcs | cmp - want
	# The order of a shuffle, and what is drawn, are the seed's alone.
	mlc-clean --mem $mem -j 1 --shuffle -O csv d.csv >shuffled.$mem
	mlc-clean --mem $mem --sample 500 -O csv d.csv >few.$mem
	mlc-clean --mem $mem --sample 0.1:depth -O csv d.csv >parts.$mem
done
cmp shuffled.1G shuffled.20K
cmp few.1G few.20K
cmp parts.1G parts.20K
sort shuffled.1G >a
cmp a b
mlc-clean --shuffle --seed 2 -O csv d.csv | cmp -s - shuffled.1G && echo "same"
# A sample is of the rows, in their order, and each stratum is drawn exactly.
wc -l <few.1G
sort -c -t, -k1,1n few.1G
sort few.1G | comm -23 - b
mlc-clean --sample 7:g -O csv <<X | mlc-clean --count=g -O csv
g,x
$(awk 'BEGIN { for (i = 0; i < 400; i++) print (i % 4 ? "p," : "q,") i
	for (i = 0; i < 5; i++) print "r," i }')
X
awk 'BEGIN { print "g,x"
	for (i = 0; i < 400; i++) print (i % 4 ? "p," : "q,") i }' >g.csv
mlc-clean --sample 0.255:g -O csv g.csv | mlc-clean --count=g -O csv
# A share is drawn row by row: 0.5 of 3000 within 5 standard deviations.
n=$(mlc-clean --sample 0.5 -O csv d.csv | wc -l)
test "$n" -gt 1364 && test "$n" -lt 1638
# Every row is drawn equally often: 60 seeds of 10 in 100, each row 6 times on
# average; the sum of (n - 6)^2 / 5.4 has a mean of 99 and a deviation of 14.
awk 'BEGIN { print "x"; for (i = 0; i < 100; i++) print i }' >h.csv
for seed in $(seq 60); do
	mlc-clean --sample 10 --seed "$seed" -O csv h.csv | tail -n +2
done | awk '{ n[$1]++ }
	END { for (i = 0; i < 100; i++) s += (n[i] - 6) ^ 2 / 5.4
		if (s < 43 || s > 155) print "not even: " s }'
# A new table: its recipe begins with it, as that of mlc-group does.
mlc-clean --no-lineage --melt 'c,d=k:v' -O mlc t.csv | head -n 1
# Wrong arguments and tables.
try() {
	must_exit 2 mlc-clean "$@" t.csv 2>&1 | head -n 1
}
try --sample 0
try --sample -5
try --sample 1.5
try --sample 5:e
try --melt a,b
try --melt c=k
try --melt 'c,d=k:k'
try --pivot a
try --pivot a=a
try --pivot b=c
try --pivot b=e
try --fill-down e
try --count=e
printf 'g,k,v\n1,a,1\n1,a,2\n' | must_exit 2 mlc-clean --pivot k=v 2>&1
printf 'g,k,v\n' | mlc-clean --pivot k=v -O csv
printf 'g,k,v\n' | mlc-clean --melt k,v --shuffle --sample 3:g -O csv
