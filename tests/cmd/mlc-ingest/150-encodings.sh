# Encodings on every road. The bytes are those of Python 3.11's codecs of the
# same names, as in "Malmö,東京".encode("shift_jis").
printf 'caf\351,\200 5,\223q\224\n' >body		# cp1252 of 'café,€ 5,“q”'
{ printf 'Gr\366\337e,b,c\n'; cat body; cat body; } >latin.csv

# Found out, and told.
mlc-ingest -O csv latin.csv
mlc-ingest -O jsonl --limit 1 <latin.csv
# Said.
mlc-ingest -O csv --encoding cp1252 latin.csv
must_exit 2 mlc-ingest -O csv --encoding utf-8 latin.csv
tail -n 2 latin.csv | mlc-ingest -O csv --encoding utf-8 --no-header --on-bad null
{ printf 'a,b,c\n1,2,3\n'; cat body; } >mixed.csv
must_exit 2 mlc-ingest --encoding utf-8 mixed.csv
mlc-ingest -O csv --encoding utf-8 --on-bad skip --rejects bad.csv mixed.csv
sed -n 2p bad.csv | LC_ALL=C tr '\200-\377' '?'
printf 'a,b\n\263,2\n' | mlc-ingest -O csv --encoding iso-8859-2
printf '\347\317\322\317\304,b\n\357\315\323\313,2\n' | mlc-ingest -O csv --encoding koi8_r
printf 'a,b\n\223\214\213\236,1\n' | mlc-ingest -O csv --encoding shift_jis
printf 'a,b\n\266\253\276\251,1\n' | mlc-ingest -O csv --encoding gb18030
# By the mark: 'ä,b\n1,東\n' in utf-16, utf-16-be and utf-8 with it; utf-16
# without; a mark of UTF-8 makes a sure text.
printf '\377\376\344\0,\0b\0\n\0001\0,\0\161\147\n\0' | mlc-ingest -O csv
printf '\376\377\0\344\0,\0b\0\n\0001\0,\147\161\0\n' | mlc-ingest -O csv
printf '\0\344\0,\0b\0\n\0001\0,\147\161\0\n' | mlc-ingest -O csv
printf '{\0"\0a\0"\0:\0"\0\344\0"\0}\0\n\0' | mlc-ingest -O jsonl
printf '\357\273\277a,b\n\344,1\n' | must_exit 2 mlc-ingest -O csv
# What is no text in its encoding is a bad value, with line and column.
printf 'a,b\n1,x\n2,\201\n' | must_exit 2 mlc-ingest --encoding shift_jis
printf 'a,b\n1,x\n2,\201\n' |
	mlc-ingest --encoding shift_jis --on-bad null -O csv

# NUL bytes: a bad value of its row, which leaves the column's type alone.
printf 'a,b\n1,x\n2\0,y\n3,z\n' >nul.csv
must_exit 2 mlc-ingest nul.csv
mlc-ingest -O csv --on-bad skip nul.csv
mlc-ingest -O csv --on-bad null nul.csv
printf 'a\0,b\n1,2\n' | must_exit 2 mlc-ingest
printf '{"a":"x\0"}\n' | must_exit 2 mlc-ingest

# Other roads: JSON lines, archives, names of files, streams, options.
printf '{"a":"caf\351"}\n' | must_exit 2 mlc-ingest
printf '{"a":"caf\351"}\n' | mlc-ingest --encoding latin1 -O csv
tar cf t.tar latin.csv
mlc-ingest -O csv t.tar
name=$(printf 'caf\351.csv')
printf 'a\n1\n' >"$name"
mlc-ingest -O csv --source-column from "$name"
printf 'a\ncaf\303\251\n' | mlc-ingest | LC_ALL=C sed 's/^caf.*/caf\xe9/' |
	must_exit 2 mlc-ingest -O csv
mlc-ingest -O arrow latin.csv 2>/dev/null | mlc-ingest -O csv
printf 'k,v\n\351,1\n' >keys.csv
printf 'k,w\n\303\251,2\n' | mlc-join -k k keys.csv -O csv

# The recipe keeps what was said, for files; a mark goes before it, and what
# is said again before both.
printf 'f\366,g,y\n' >train.csv
for i in $(seq 40); do
	printf '\366,%d,yes\n\344,%d,no\n' $i $i >>train.csv
done
mlc-train gbdt -t y --encoding latin1 -q -o m.mlc train.csv
printf 'f\366,g\n\344,1\n' | mlc-serve m.mlc -O csv
printf 'f\303\266,g\n\303\244,1\n' | mlc-serve m.mlc --encoding utf-8 -O csv
printf '\357\273\277f\303\266,g\n\303\244,1\n' | mlc-serve m.mlc -O csv
# The byte is told, and what is around it.
printf 'a,b\n1,%s\303\244\344%s\n' "$(printf '%050d' 0)" "$(printf '%050d' 0)" |
	must_exit 2 mlc-ingest --encoding utf-8
