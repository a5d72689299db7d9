# A vector is the same wherever it comes from: a list of another program's
# Arrow, an array of JSON, the numbers of a field of CSV.
a=$MLC_DATA/arrow/nested.arrow
mlc-ingest -q --select view,x14 "$a" | mlc-train linear -q -t x14 -o m.mlc
mlc-ingest -q --select view "$a" -O arrow -o rows.arrow
mlc-ingest -q --select view "$a" -O csv | tee rows.csv
mlc-ingest -q --select view "$a" -O jsonl | tee rows.jsonl
for f in arrow csv jsonl; do
	mlc-serve m.mlc --only -O csv <rows.$f >scored.$f
	cmp scored.arrow scored.$f && echo "$f"
done
mlc-clean --derive 'near=round(prediction, 9)' --keep near scored.csv -O csv
echo '{"view":[1,2]}' | mlc-serve m.mlc --only -O csv
