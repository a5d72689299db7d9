# Rows of libsvm and svmlight: a target, perhaps a group, and a sparse column.
cat >a.svm <<'E'
# a comment, then rows
1 1:0.5 3:-2 10:1e3
-1 2:1
+1	4:0.25  # behind
-1
E
mlc-ingest a.svm -O jsonl
mlc-ingest a.svm | head -n 1 | grep -o '"columns":[^]]*]'
mlc-ingest <a.svm -O jsonl | cksum >a
mlc-ingest -f libsvm a.svm -O jsonl | cksum | cmp - a
printf '2.5 qid:1 0:1 1:2\r\n3 qid:2 1:.5\r\n' |
	mlc-ingest --index-base 0 -O csv
gzip -c a.svm >a.svm.gz
mlc-ingest a.svm.gz -O jsonl | cksum | cmp - a

# A model of such rows takes others, which may be narrower.
awk 'BEGIN {
	for (i = 0; i < 400; i++)
		print (i % 2 ? 1 : -1), (i % 2 ? 3 : 4) ":1", 5 + i % 7 ":" i % 3 + .5
}' >train.svm
mlc-split train.svm | mlc-train logistic --l2 .01 -o m.mlc >held.mlcs
mlc-eval held.mlcs -O csv 2>/dev/null | grep -m1 auc | cut -d, -f2-4
printf '1 3:1\n-1 4:1\n' >few.svm
mlc-ingest -f libsvm --schema m.mlc few.svm | mlc-serve m.mlc --only -O csv | cut -d, -f1
# load_svmlight_file and LogisticRegression of scikit-learn 1.7.2 read the same:
# 400 rows, 11 columns, 800 entries, whose sum is 1000.
mlc-ingest train.svm -O jsonl | grep -o '"[0-9]*":[0-9.]*' | tr -d '"' |
	awk -F: '{ if ($1 > most) most = $1; sum += $2 }
	END { print NR, most + 1, sum }'

# bad LINE: what is said of it behind a good one
bad() { printf '1 1:1 2:2\n%s\n' "$1" | must_exit 2 mlc-ingest -f libsvm; }
bad '1 0:1'
bad '1 2:1 2:1'
bad '1 3:1 2:1'
bad '1 1:x'
bad '1 x:1'
bad '1 7'
bad 'yes 1:1'
bad '1,2 1:1'
bad '1 qid:x 1:1'
bad '1 4294967297:1'
printf '1 1:1 2:2\n1 x\n2 1:1\n' | mlc-ingest -f libsvm --on-bad skip -O csv
printf '1 9:1 99:2\n' | must_exit 2 mlc-ingest -f libsvm --schema m.mlc
printf '' | must_exit 2 mlc-ingest -f libsvm
must_exit 2 mlc-ingest --index-base 2 a.svm
# What is a table of something else stays one.
printf 'at\n5 10:30\n6 11:40\n' | mlc-ingest -O csv
