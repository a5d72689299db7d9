# Numbers and sparse columns as a few components.
d=$MLC_DATA/tickets.csv
# TruncatedSVD(4, algorithm='arpack', tol=0) of scikit-learn 1.7.2 on its
# TfidfVectorizer(min_df=2), 65 words: from the products of columns.
mlc-encode --text message --svd message=4 -O csv "$d" | head -n 4 |
	awk -F, 'NR > 1 { printf "%.5f %.5f %.5f %.5f\n", $3, $4, $5, $6 }'
# On its TfidfVectorizer(analyzer='char_wb', ngram_range=(2, 4), min_df=1),
# 1510 places: by Lanczos iterations.
mlc-encode --text message --chars 2-4 --min-df 1 --svd message=4 -O csv "$d" |
	head -n 4 |
	awk -F, 'NR > 1 { printf "%.5f %.5f %.5f %.5f\n", $3, $4, $5, $6 }'

# A row that lacks a number has no components and is not fitted on: X'X is
# diagonal with 4, 25 and 1, so that the components are the columns b and a.
printf 'a,b,c,d\n2,0,0,x\n0,3,0,y\n0,-4,0,y\n0,0,1,z\n9,,9,z\n' >n.csv
mlc-encode --svd a,b,c=2 -O csv n.csv

# 600 levels as often as each other: 600 singular values that are equal.
awk 'BEGIN { print "k"; for (i = 0; i < 6000; i++) print "k" i % 600 }' >k.csv
mlc-encode --onehot k --svd k=5 -O csv k.csv | awk -F, 'NR > 1 {
	for (j = 1; j <= 5; j++) s[j] += $j * $j }
	END { for (j = 1; j <= 5; j++) printf "%.6f\n", s[j] }'

# The same bytes for any threads; only training rows count; a model knows it.
awk 'BEGIN {
	print "split,y,text"
	for (i = 0; i < 3000; i++) {
		good = i * 7919 % 2
		line = good ? "good fine" : "bad dull"
		for (k = 0; k < 6; k++)
			line = line " w" (i * (k + 3) * 31 % 1500)
		print (i % 5 ? "train" : "test") "," (good ? "yes" : "no") \
		    "," line
	}
}' >w.csv
encode() { mlc-encode -t y --role split=split "$@"; }
encode -j1 --text text --svd text=20 w.csv >a.mlcs
encode -j3 --text text --svd text=20 w.csv | cmp - a.mlcs
sed '/^test/s/good/bad dull bad/' w.csv | encode --text text --svd text=20 \
	-O csv | grep '^train' >changed
mlc-ingest -O csv a.mlcs | grep '^train' | cmp - changed
mlc-train logistic -o m.mlc a.mlcs >held.mlcs
mlc-eval -O csv held.mlcs 2>/dev/null | grep -m1 auc | cut -d, -f1-4
grep -E '^(split|test)' w.csv | mlc-serve m.mlc --only -O csv >served
mlc-ingest -O csv held.mlcs | sed 's/.*,\([^,]*,[^,]*\)$/\1/' | cmp - served
must_exit 2 mlc-train export c m.mlc -o m.c

# Fitted in parts, of narrow and wide matrices.
awk 'BEGIN { print "a,b"; for (i = 0; i < 140000; i++)
	print i % 977 "x" i * 7 % 13 "," i * 31 % 89 }' >x.csv
mlc-split --shards 2 -o s x.csv
for bits in 4 9; do
	svd="--hash a=$bits --svd a,b=3 --no-lineage"
	mlc-encode $svd --fit-state f1 s/part-00001.mlcs
	mlc-encode $svd --fit-state f2 s/part-00002.mlcs
	mlc-encode $svd x.csv | head -n 1 >want
	mlc-encode $svd --from-states f2 f1 | sed 's/,"shard.*//' | head -n 1 |
		cmp - want
done

line() { must_exit 2 mlc-encode "$@" 2>&1 | head -n 1; }
for bad in a a=0 a=1001 a=x a=2 d=1 none=2; do
	line --svd $bad n.csv
done
printf 'a,b\n1,2\n2,4\n3,6\n' | line --svd a,b=2
printf 'a,b\n1,\n,4\n' | line --svd a,b=1
