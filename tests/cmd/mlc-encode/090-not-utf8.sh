# Levels of a text that is not UTF-8 are levels as others, to encoders and to
# mlc-drift.
printf 'c,x\n\351,1\na\351,2\nb,3\n\351,4\n' >t.csv
mlc-encode -q --count c -O csv t.csv
mlc-encode -q --ordinal c -O csv t.csv
mlc-encode -q --onehot c -O csv t.csv | sed 1d
mlc-drift -q -r t.csv --min-rows 1 --tests psi,unseen -O csv t.csv |
	cut -d, -f2,4,5,8
