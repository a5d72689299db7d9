# Rows in the likeness of a table: the same for any number of threads, a longer
# run begins with a shorter one, and no row is one of the table's.
table=$MLC_DATA/churn.csv.gz
for method in trees copula marginal; do
	mlc-sim --method $method -j 1 -n 3000 -O csv "$table" >one.csv
	mlc-sim --method $method -j 4 -n 3000 -O csv "$table" | cmp one.csv -
	mlc-sim --method $method -j 3 -n 200 -O csv "$table" >few.csv
	head -n 201 one.csv | cmp few.csv -
	mlc-sim --method $method --seed 2 -n 200 -O csv "$table" |
		cmp -s few.csv - && echo "$method: the seed is without effect"
	mlc-ingest -O csv "$table" | sort >known
	sort one.csv | comm -12 known - | grep -v '^churn,'
done

# Columns of few values: rows of ten persons or more may come out, others not.
mlc-clean --keep 'churn,contract,internet_service,tech_support,payment_method' \
	-O csv "$table" >few.csv
mlc-sim --seed 4 -n 20000 -O csv few.csv | sort | uniq >made
sort few.csv | uniq -c | awk '$1 < 10 { sub(/^ *[0-9]+ /, ""); print }' >seldom
wc -l <seldom
comm -12 seldom made | grep -v ^churn,

# Levels, types and the roles of columns stay; the default is as many rows.
mlc-sim -t churn "$table" >all.mlcs
head -n 1 all.mlcs | grep -o '"columns":.*"recipe"' | tr '{' '\n' | sed 5q
wc -l <all.mlcs
# A level of nine rows is withheld, one of ten is not.
awk -v OFS=, 'BEGIN { print "a,b"; for (i = 0; i < 500; i++)
	print i < 9 ? "nine" : i < 19 ? "ten" : "many", i * 1.37 }' >levels.csv
mlc-sim -n 5000 --seed 7 -O csv levels.csv | cut -d, -f 1 | sort | uniq -c |
	awk '{ print $2, ($1 > 50 ? "some" : $1) }'
mlc-sim -n 5000 --rare 9 --seed 7 -O csv levels.csv | cut -d, -f 1 | sort -u
# Ids are made.
mlc-sim --role b=id -n 3 -O csv levels.csv | cut -d, -f 2
