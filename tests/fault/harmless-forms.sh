# Line ends of Windows, a byte order mark, no final newline, compression and
# empty lines at the end change nothing: equal output, no word.
. "$MLC_TOP/tests/fault/every_tool"

sed 's/$/\r/' good.csv >crlf.csv
{ printf '\357\273\277'; cat good.csv; } >mark.csv
head -c -1 good.csv >newline.csv
{ printf '\357\273\277'; sed 's/$/\r/' good.csv | head -c -2; } >all.csv
gzip -c good.csv >packed.csv
{ cat good.csv; echo; } >blank.csv
mlc-ingest good.csv -O jsonl >rows.jsonl
sed 's/$/\r/' rows.jsonl | head -c -2 >crlf.jsonl

# same COMMAND INPUT GOOD: as with the good input.
same() {
	good=$(echo "$1" | sed "s,$2,$3,")
	case $1 in
	mlc-drift*) options="-O csv" ;;
	mlc-tune*) options="-O csv --no-lineage >rows" ;;
	mlc-train*) options="-O csv --no-lineage" ;;
	*) options="-O csv --no-lineage" ;;
	esac
	eval "$good $options -o want" || echo "$good: status $?"
	eval "$1 $options -o got" 2>err || complain "$1" "status $?"
	[ ! -s err ] || complain "$1" "message"
	cmp want got || complain "$1" "not the same"
}

for form in crlf mark newline all packed blank; do
	each same $form.csv $form.csv good.csv
done
each same crlf.jsonl crlf.jsonl rows.jsonl
