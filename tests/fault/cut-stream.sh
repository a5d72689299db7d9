# A stream cut at any byte from which it can be known is an error, in both forms, and
# no output appears.
. "$MLC_TOP/tests/fault/every_tool"
head -n 9 "$MLC_DATA/penguins.csv" >small.csv
mlc-ingest small.csv -O mlc >whole.mlc
mlc-ingest small.csv -O arrow >whole.arrow
for form in mlc arrow; do
	size=$(wc -c <whole.$form)
	step=$((size / 40 + 1))
	n=9
	while [ $n -lt $((size - 1)) ]; do
		head -c $n whole.$form >cut
		refuses "mlc-clean cut" "cut"
		n=$((n + step))
	done
	mlc-clean -o out.csv whole.$form
	test -s out.csv
	rm out.csv
done

# Every tool: cut between two rows, inside one, and before the end mark.
mlc-ingest good.csv -O mlc >good.mlcs
mlc-ingest good.csv -O arrow >good.arrow
for form in mlcs arrow; do
	size=$(wc -c <good.$form)
	for n in $((size / 2)) $((size - 3)); do
		head -c $n good.$form >cut.$form
		each refuses_input cut.$form cut.$form ": the stream was cut"
	done
done
head -n 40 good.mlcs >rows.mlcs
each refuses_input rows.mlcs rows.mlcs ": the stream was cut"

# Through a pipe whose first program fails, the next one fails too.
printf 'a,b\n1,2\n3\n' | mlc-ingest 2>err | must_exit 2 mlc-clean 2>err2
grep -q ':3: ' err || cat err
