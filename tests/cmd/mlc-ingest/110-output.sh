# Where the rows go: the ending of the name decides what is written.
mlc-ingest "$MLC_DATA/penguins.csv" -O csv >want
for ending in csv tsv jsonl arrow mlcs; do
	for packed in '' .gz .zst .xz .bz2 .lz4; do
		mlc-ingest want -o out.$ending$packed
		mlc-ingest out.$ending$packed -O csv | cmp - want
	done
done
# Packed by the programs that have the same names, and equal bytes each time.
gzip -dc out.csv.gz | cmp - want
bzip2 -dc out.csv.bz2 | cmp - want
xz -dc out.csv.xz | cmp - want
mlc-ingest want -o again.csv.gz
cmp out.csv.gz again.csv.gz
# Other tools, and formats that are said.
mlc-split want -o split.csv.gz
gzip -dc split.csv.gz | wc -l
mlc-profile want -o profile.jsonl.gz
gzip -dc profile.jsonl.gz | wc -l
mlc-ingest want -o rows.txt.gz -O csv
gzip -dc rows.txt.gz | cmp - want
printf 'a\n1,2\n' | mlc-ingest --on-bad skip --rejects bad.csv.gz -O csv
gzip -dc bad.csv.gz
mlc-ingest want -o noending
head -c 5 noending; echo
# Another ending tells nothing that is known.
for name in out.json out.json.gz d/x.xls out.csv.Z m.mlc; do
	must_exit 2 mlc-ingest want -o $name
done
mlc-ingest want -o out.json -O jsonl
head -c 1 out.json; echo
# No room, and a reader that goes away: exit 2, and no file.
(ulimit -f 1; for e in gz zst xz bz2 lz4; do
	must_exit 2 mlc-ingest want -o full.csv.$e; done)
mkfifo p.csv.gz
head -c 100 p.csv.gz >/dev/null &
(trap '' PIPE
	must_exit 2 mlc-ingest "$MLC_DATA/diamonds.csv.gz" -o p.csv.gz)
wait
ls -A | grep -e full -e tmp
exit 0
