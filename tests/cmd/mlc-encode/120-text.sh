# Texts become sparse columns of their words, or of runs of words or characters.
cat >t.csv <<'E'
label,text
pos,"A fine, fine FILM; l'été in Zürich"
neg,"Not a fine film: boring_plot x 2019"
pos,"Film of été"
neg,
pos,"?!"
E
# entries of the rows, "place:value ..."
rows() { sed 's/.*"text"://; s/[{}"]//g' | awk -F, '{
	line = ""
	for (i = 1; i <= NF && $i != ""; i++) {
		split($i, p, ":"); line = line sprintf(" %d:%.6g", p[1], p[2])
	}
	print "row" line }'; }

# TfidfVectorizer(min_df=2) of scikit-learn 1.7.2; its words are letters, too.
mlc-encode --text text -O jsonl t.csv | rows
# CountVectorizer(ngram_range=(1, 2)).
mlc-encode --text text=count --ngrams 1-2 --min-df 1 -O jsonl t.csv | rows
# TfidfVectorizer(analyzer='char_wb', ngram_range=(2, 3), min_df=3).
mlc-encode --text text=tfidf --chars 2-3 --min-df .6 -O jsonl t.csv | rows
# TfidfVectorizer(sublinear_tf=True, stop_words=['film', 'of']).
printf 'Film\n\n of \n' >stop
mlc-encode --text text --sublinear --stop-words stop --min-df 1 -O jsonl t.csv |
	rows
mlc-encode --text text=binary --max-words 1 -O jsonl t.csv | rows
# Hashed: the same places for the same words, each row of length 1.
mlc-encode --text text=hash:8 -O jsonl t.csv | rows | awk '{
	sum = 0
	for (i = 2; i <= NF; i++) { split($i, p, ":"); sum += p[2] * p[2] }
	printf "%d %.4g\n", NF - 1, sum }'

# Only training rows say which words there are, and the model knows them.
awk 'BEGIN {
	print "split,y,text"
	for (i = 0; i < 3000; i++) {
		good = i * 7919 % 2
		line = good ? "good" : "bad"
		for (k = 0; k < 6; k++)
			line = line " w" (i * (k + 3) * 31 % 1500)
		print (i % 5 ? "train" : "test") "," (good ? "yes" : "no") \
		    "," line (i % 5 ? "" : " onlyhere onlyhere")
	}
}' >w.csv
mlc-encode -j1 -t y --role split=split --text text w.csv >a.mlcs
mlc-encode -j3 -t y --role split=split --text text w.csv | cmp - a.mlcs
for learner in 'logistic --l2 .1' sgd 'gbdt --trees 20'; do
	mlc-train $learner -o m.mlc a.mlcs | mlc-eval -O csv 2>/dev/null |
		grep -m1 auc | cut -d, -f1-4
done
mlc-train logistic --l2 .1 -o m.mlc a.mlcs >held.mlcs
mlc-show m.mlc -O csv | grep -E 'text=(good|bad|only)' | cut -d, -f1,2
printf 'text\ngood w3\nbad w3\nonlyhere\n""\n' | mlc-serve m.mlc --only -O csv |
	cut -d, -f1

# line OPTION...: the first line of what is said of wrong ones
line() { must_exit 2 mlc-encode "$@" 2>&1 | head -n 1; }
for bad in text=hash text=hash:99 text=tfdif none; do
	line --text $bad t.csv
done
line --text text --chars 0-3 t.csv
line --text text --ngrams 2-1 t.csv
line --text text --ngrams 2 --chars 3 t.csv
line --text text --min-df 1.5 t.csv
line --text text --stop-words none t.csv
line --text text --min-df 9 t.csv
printf 'x\n1\n' | line --text x
must_exit 2 mlc-train export c m.mlc -o m.c
