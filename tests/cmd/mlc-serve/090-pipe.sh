# Inside another engine: rows without a header, a word for missing values, and a
# row for each row, or an error.
set -e
serve_model
head -n 1 new.csv
tail -n +2 new.csv | sed 's/,,/,\\N,/g; s/^,/\\N,/; s/,$/,\\N/' >rows
grep -c '\\N' rows
pipe() {
	mlc-serve m.mlc --no-header=both --na '\N' --rows-exact "$@"
}
# The scores of the same rows with a header.
mlc-serve m.mlc -O csv --only <new.csv | tail -n +2 >want
pipe -O csv --only <rows | cmp - want
cut -d, -f1-3 rows >first
pipe -O csv <rows | cut -d, -f1-3 | cmp - first
pipe -O tsv <rows | tr '\t' , | cut -d, -f1-3 | cmp - first
tr , '\t' <rows | pipe -O tsv | tr '\t' , | cut -d, -f6,7 | cmp - want
# A header goes out where only rows have none; the target may be there.
mlc-serve m.mlc --no-header -O csv --only <rows 2>err | tail -n +2 | wc -l
wc -l <err
awk -F, -v OFS=, '{ print $0, "Yes" }' rows | pipe -O csv --only | cmp - want
# Text that is the word is not the word: it is quoted.
printf '1,2,"\\N",,\n' | pipe -O csv -q | cut -d, -f1-5
# No rows are no rows.
pipe -O csv </dev/null
: | pipe -O csv
seq 30000 | awk '{ print $1 "," $1 % 50 ",Ulm," $1 % 7 ",true" }' >many
pipe -O csv --only <many | wc -l
if command -v parallel >/dev/null; then
	parallel --will-cite -k --pipe --block 100K -j 2 \
	    mlc-serve m.mlc --no-header=both --rows-exact -O csv --only \
	    <many >shared
	pipe -O csv --only <many | cmp - shared
fi

bad() {
	printf "$1" | must_exit 2 mlc-serve m.mlc --no-header=both \
	    --rows-exact -q -O "${2-csv}"
}
bad '1,2,Ulm,3,true\n\n1,2,Ulm,3,true\n'	# an empty line is no row
bad '\n1,2,Ulm,3,true\n'
bad '1,2,Ulm,3,true\n1,2,Ulm\n'
bad '1,2,Ulm,3,true\n1,2,Ulm,3,true,Yes,3\n'
bad '1,2,Ulm\n'
bad '1,2,Ulm,3,true\n1,2,"Ulm,3,true\n'
bad '1,2,Ulm,3,true\n' jsonl
bad '1,2,Ulm,3,true\n' mlc
must_exit 2 mlc-serve m.mlc --no-header=out </dev/null
must_exit 2 mlc-serve m.mlc --listen 127.0.0.1:0 --rows-exact
printf '{"age":1}\nage\n' | must_exit 2 mlc-serve -q m.mlc --rows-exact -O csv
printf '{"age":1}\n\n{"age":2}\n' |
    must_exit 2 mlc-serve -q m.mlc --rows-exact -O jsonl --only
