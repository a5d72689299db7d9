# How good is a classifier, before truths are known? Its scores are too far out
# (they say 1.8 of the log odds there are), and in window 2 and 3 the rows move
# to the right and the left. Beside are the numbers of NannyML 0.13.1 for the
# same rows: CBPE(problem_type="classification_binary", chunk_size=1000).
rows() {
	awk -v seed="$1" -v n="$2" 'function u() {
		seed = (seed * 1103515245 + 12345) % 2147483648
		return seed / 2147483648
	}
	BEGIN {
		print "s,p,y"
		for (i = 0; i < n; i++) {
			w = int(i / 1000)
			move = (n == 3000) * (w == 1 ? 1 : w == 2 ? -1.5 : 0)
			x = 3 * (u() + u() - 1) + move
			s = 1 / (1 + exp(-1.8 * x - .3))
			printf("%.6f,%d,%d\n", s, s >= .5, \
			    u() < 1 / (1 + exp(-x)))
		}
	}'
}
rows 7 4000 >then.csv
rows 99 3000 >now.csv
cut -d, -f1,2 now.csv >untold.csv
estimate='mlc-drift --estimate -r then.csv --truth y --score s --positive 1
	--prediction p'
must_exit 1 $estimate --window 1000 -O csv untold.csv >out.csv
cut -d, -f1,2,7,8,9 out.csv
awk -F, '
NR == FNR { want[$1 "," $2] = $3; next }
FNR > 1 && ($1 "," $2) in want {
	off = $3 - want[$1 "," $2]
	if (off > .003 || off < -.003)
		print "not NannyML: " $0
	n++
}
FNR > 1 && !($4 < $3 && $3 < $5) { print "not within: " $0 }
END { print n " compared" }' - out.csv <<EOF
1,accuracy,0.71749
1,auc,0.79505
1,f1,0.73418
1,precision,0.69544
1,recall,0.77750
2,accuracy,0.76087
2,auc,0.80669
2,f1,0.83908
2,precision,0.77929
2,recall,0.90880
3,accuracy,0.80048
3,auc,0.81483
3,f1,0.45883
3,precision,0.58739
3,recall,0.37644
EOF
# Where truths are there, they are told beside, and change nothing.
must_exit 1 $estimate --window 1000 -O csv now.csv >both.csv
cut -d, -f1-8 out.csv >a
cut -d, -f1-8 both.csv | cmp - a
awk -F, 'NR > 1 { n++; within += $4 <= $9 && $9 <= $5 }
	END { print within " of " n " within" }' both.csv

# By a model, of several classes, of which it is said how many are right.
mlc-ingest "$MLC_DATA/penguins.csv" -O jsonl |
	awk 'NR % 2 { print >"odd.jsonl"; next } { print >"even.jsonl" }'
mlc-ingest odd.jsonl -t species | mlc-encode --auto |
	mlc-train logistic -o m.mlc
mlc-drift --estimate -r even.jsonl m.mlc -O csv even.jsonl |
	awk -F, 'NR > 1 { print $2, $8, $4 <= $9 && $9 <= $5 }'
# The rows that it was trained on are told of.
mlc-drift --estimate -r odd.jsonl m.mlc -O csv even.jsonl >told.csv

must_exit 2 mlc-drift --estimate untold.csv
must_exit 2 mlc-drift --estimate -r then.csv --truth y --score s \
	--prediction p untold.csv
must_exit 2 mlc-drift --estimate -r then.csv --truth y --prediction p untold.csv
must_exit 2 $estimate --level 1 untold.csv
must_exit 2 $estimate --window 1d untold.csv
must_exit 2 $estimate --window 100 --every 10 untold.csv
head -n 20 then.csv >few.csv
must_exit 2 mlc-drift --estimate -r few.csv --truth y --score s --positive 1 \
	--prediction p untold.csv
