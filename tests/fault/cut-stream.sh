# A stream cut at any byte from which it can be known is an error, in both forms, and no output appears.
set -e
head -n 9 "$MLC_DATA/penguins.csv" >small.csv
mlc-ingest small.csv -O mlc >whole.mlc
mlc-ingest small.csv -O arrow >whole.arrow
for form in mlc arrow; do
	size=$(wc -c <whole.$form)
	step=$((size / 80 + 1))
	n=9
	while [ $n -lt $((size - 1)) ]; do
		head -c $n whole.$form >cut
		must_exit 2 mlc-clean -o out.csv cut 2>err || {
			echo "$form cut at byte $n of $size"
			cat err
		}
		[ ! -e out.csv ] || echo "$form cut at $n: output was made"
		rm -f out.csv
		n=$((n + step))
	done
	mlc-clean -o out.csv whole.$form
	test -s out.csv
	rm out.csv
done
# Through a pipe whose first program fails, the next one fails too.
printf 'a,b\n1,2\n3\n' | mlc-ingest 2>err | must_exit 2 mlc-clean 2>err2
grep -q ':3: ' err || cat err
