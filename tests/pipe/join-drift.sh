# mlc-drift sees how many keys find nothing in the reference that the model
# carries: the columns that are looked up lack so many values more.
set -e
awk 'BEGIN { srand(2); print "k,x,y"
	for (i = 0; i < 2000; i++) { x = rand()
		print "k" i % 50 "," x "," (x + rand() > 1) } }' >rows.csv
awk 'BEGIN { srand(3); print "k,a"
	for (i = 0; i < 49; i++) print "k" i "," rand() }' >ref.csv
mlc-join ref.csv -k k rows.csv | mlc-clean -i auto --drop k -t y |
	mlc-train logistic -o m.mlc
told() {
	mlc-drift m.mlc -O csv "$1" | grep '^all,a,number,missing,' |
		cut -d, -f1-5,8-10
}
# One key of 50 found nothing in training: 40 of 2000 rows. Now it is that one
# and, of the others, a third.
told rows.csv
awk -F, -v OFS=, 'NR > 1 && NR % 3 == 0 { $1 = "z" NR } { print }' rows.csv |
	tee new.csv | awk -F, 'NR > 1 && ($1 == "k49" || $1 ~ /^z/) { n++ }
	END { print "lost:", (n - 40) / 2000 }'
told new.csv || true
