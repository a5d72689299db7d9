# Parquet: every encoding, compression and version of pages, by pyarrow and
# DuckDB (tests/data/parquet/make.py). What pyarrow gave as Arrow is the judge.
set -e
cp "$MLC_DATA"/parquet/* .
mlc-ingest rows.arrow -O csv >want.csv
for f in rows-*.parquet; do
	mlc-ingest $f -O csv | cmp - want.csv && echo "$f"
done

# DuckDB has no float16, null and fixed bytes, and writes uuid and the rest.
mlc-ingest duckdb.parquet -O csv --select '*,!id' >got.csv
mlc-ingest rows.arrow -O csv --select '*,!f16,!none,!fixed,!u64,!d38' |
cmp - got.csv
mlc-ingest duckdb.parquet -O csv --select id --limit 1

# The old times of 12 bytes; and the names of columns and their types.
mlc-ingest int96.parquet -O csv >got.csv
mlc-ingest rows.arrow -O csv --select ms,us | cmp - got.csv
mlc-ingest small.parquet --no-lineage

# By a pipe, compressed, in an archive; any threads; two of them.
gzip -k rows-pages.parquet
zip -q rows.zip rows-pages.parquet
cat rows-pages.parquet | mlc-ingest - -O csv | cmp - want.csv
for how in rows-pages.parquet.gz rows.zip '-j 1 rows-pages.parquet' \
	'-j 7 rows-pages.parquet'; do
	mlc-ingest $how -O csv | cmp - want.csv
done
mlc-ingest rows-pages.parquet rows-codecs.parquet -O csv |
awk 'END { print NR }'

# Every tool takes it; a model does, too.
mlc-ingest "$MLC_DATA"/penguins.csv -t species | mlc-train gbdt --trees 5 \
	-o m.mlc
must_exit 2 mlc-serve m.mlc <small.parquet
mlc-profile small.parquet -O csv | cut -d, -f1-4

# Written: the same values come back; a file of nothing but a head, too.
mlc-ingest rows.arrow -o ours.parquet
mlc-ingest ours.parquet -O csv | cmp - want.csv
head -n 1 want.csv >head.csv
mlc-ingest rows.arrow -O parquet --limit 0 | mlc-ingest - -O csv |
cmp - head.csv
# Several row groups and pages, levels by the dictionary and too many for it.
awk 'BEGIN {
	print "i,few,many,gap"
	for (i = 0; i < 150000; i++)
		print i "," "level" i % 9 ",text number " i "," (i % 3 ? i : "")
}' >long.csv
mlc-ingest long.csv -o long.parquet
mlc-ingest long.parquet -O csv | cmp - long.csv
mlc-encode --hash few=6 long.csv -o hash.parquet
mlc-ingest hash.parquet --limit 1 -O csv

# What cannot be read is refused, and nothing comes of a part.
must_exit 2 mlc-ingest map.parquet
head -c 600 small.parquet >cut.parquet
must_exit 2 mlc-ingest cut.parquet
printf 'PAR1' >four.parquet
must_exit 2 mlc-ingest four.parquet
# A page of another checksum: the text "y" became "z".
at=$(LC_ALL=C grep -obUaP '\x01\x00\x00\x00y' small.parquet | head -n 1 |
	cut -d: -f1)
printf z | dd of=small.parquet bs=1 seek=$((at + 4)) conv=notrunc 2>/dev/null
must_exit 2 mlc-ingest small.parquet
