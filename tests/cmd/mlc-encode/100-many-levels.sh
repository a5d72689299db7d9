# One-hot of more than 255 levels is a sparse column, which every learner takes,
# and what they predict is what they predict with a column for each level.
# table LEVELS: the category in s.csv; in d.csv a bool for each level beside it.
table() {
	awk -v n="$1" 'BEGIN {
		s = "c,x,u,y"; d = "x,u,y"
		for (k = 0; k < n; k++)
			d = sprintf("%s,c%03d", d, k)
		print s >"s.csv"; print d >"d.csv"
		for (i = 0; i < 40 * n; i++) {
			k = i * 7919 % n; x = i * 31 % 97; e = k * k % 13
			u = e + x / 20 + i % 5
			y = (e + i * 17 % 11 > 11) ? "yes" : "no"
			print sprintf("c%03d", k) "," x "," u "," y >"s.csv"
			d = x "," u "," y
			for (j = 0; j < n; j++)
				d = d "," (j == k ? "true" : "false")
			print d >"d.csv"
		}
	}'
}
# score FILE TARGET NOT ALGORITHM...: the last column of the scored rows
score() {
	file=$1 target=$2 not=$3
	shift 3
	mlc-split -t "$target" "$file" | mlc-clean --drop "$not" |
	    if [ "$file" = s.csv ]; then mlc-encode --onehot c; else cat; fi |
	    mlc-train "$@" -o m.mlc -O csv | sed 's/.*,//'
}
for n in 255 256; do
	table $n
	mlc-encode --onehot c s.csv -o e.mlcs
	head -1 e.mlcs | grep -c '"name":"c","type":"sparse","width":256'
	for what in 'y u gbdt' 'y u logistic' 'u y linear' \
	    'y u baseline'; do
		score s.csv $what >sparse
		score d.csv $what >dense
		paste -d, sparse dense | awk -F, -v what="$what" '
		NR > 1 {
			d = $1 - $2; if (d < 0) d = -d
			if (d > most) most = d
			sum += $1
		}
		END { print what, NR - 1, (most < 1e-9), (sum > 100) }'
	done
done
# A level that was not seen is a row of zeros, as a missing value is where no
# training row had one.
printf 'c,x,u\nc001,3,4\nnone,3,4\n,3,4\n' >few.csv
mlc-split -t y s.csv | mlc-encode --onehot c -O arrow |
    mlc-train logistic --l2 1 -o m.mlc >held.arrow
mlc-serve m.mlc --only -O csv <few.csv | sed -n '3,4p' | uniq -c
