# A value that is none of its column's type, and a line that is no JSON, are
# told with file, line and column.  Scored or watched such values are missing.
. "$MLC_TOP/tests/fault/every_tool"

mlc-ingest good.csv --no-lineage -O mlc >good.mlcs
awk -F, -v OFS=, 'NR == 6 { $6 = "heavy" } { print }' good.mlcs >field.mlcs
awk -F, -v OFS=, 'NR == 6 { $6 = "heavy" } { print }' good.csv >field.csv
mlc-ingest good.csv -O jsonl >rows.jsonl
sed '$s/.*/Gentoo,"x/' good.csv >quote.csv
sed '4s/}$//' rows.jsonl >brace.jsonl
sed '4s/.*/[1]/' rows.jsonl >array.jsonl

each refuses_input field.mlcs field.mlcs \
	':6: column "body_mass_g": not an int: "heavy"'
refuses_input "mlc-ingest --types body_mass_g=int field.csv" field.csv \
	':6: column "body_mass_g": not an int: "heavy"'
refuses_input "mlc-eval -m m.mlc field.csv" field.csv \
	':6: column "body_mass_g": not an int: "heavy"'

# bad_line COMMAND INPUT PATTERN
bad_line() {
	if ! is_lenient "$1"; then
		refuses_input "$1" "$2" "$3"
		return
	fi
	eval "$1 -O csv" >stdout 2>err
	[ $? -le 1 ] || complain "$1" "failed"
	grep -q "cannot be read, taken as without values: 1$" err ||
		complain "$1" "not told"
}
each bad_line brace.jsonl brace.jsonl ":4: not valid JSON.*ends here"
each bad_line quote.csv quote.csv ":[0-9]*: the quote that begins here"
each bad_line array.jsonl array.jsonl ":4: no JSON object"

# What is missing is told, and every row is answered.
for input in field.csv brace.jsonl array.jsonl; do
	mlc-serve m.mlc -O csv <$input 2>err | wc -l
	sed 's/.*,//' err
done
