# Folders NAME=VALUE are columns: the values of the first table as
# pyarrow.dataset 21.0 reads them, ds.partitioning(flavor='hive').
row() { # FOLDER ROWS
	mkdir -p "$1"
	printf 'x,y\n%b' "$2" >"$1/a.csv"
}
row lake/year=2024/month=05/place=Z%C3%BCrich%2FOst '1,yes\n2,no\n'
row lake/year=2024/month=11/place=Bern '3,yes\n'
row lake/year=2025/month=__HIVE_DEFAULT_PARTITION__/place=100%25 '4,no\n5,yes\n'
mlc-ingest --partitions -O csv lake
mlc-ingest --partitions lake | head -n 1 | grep -o '"columns":\[[^]]*\]' |
	sort -u
mlc-ingest --partitions --select y --skip 1 --limit 3 --source-column from \
	-O csv lake
# Without the option folders say nothing.
mlc-ingest -O csv lake | head -n 2

# The same of Parquet, of an archive, and of a part of the lake.
find lake -name a.csv | while read -r f; do
	mlc-ingest "$f" -o "${f%csv}parquet"
	mkdir -p "pq/$(dirname "$f")"
	mv "${f%csv}parquet" "pq/$f.parquet"
done
mlc-ingest --partitions -O csv lake >want
mlc-ingest --partitions -O csv pq/lake | cmp - want
tar cf lake.tar --sort=name lake
mlc-ingest --partitions -O csv lake.tar | cmp - want
mlc-ingest --partitions -O csv lake/year=2025 | tail -n 1
mkdir -p t/on=2024-05-01 t/on=2024-05-02/flag=true other
printf 'x\n1\n' | tee t/on=2024-05-01/a.csv >t/on=2024-05-02/flag=true/a.csv
mlc-ingest --partitions -O csv t

# A model takes them from rows, wherever these come from, if it uses them.
mlc-ingest --partitions lake | mlc-clean --drop place |
	mlc-encode -t y --onehot year | mlc-train gbdt --trees 2 -o m.mlc \
	2>/dev/null >/dev/null
mlc-ingest --partitions lake | mlc-serve m.mlc --only -O csv >a
printf 'month,year,x\n5,2024,1\n5,2024,2\n11,2024,3\n,2025,4\n,2025,5\n' |
	mlc-serve m.mlc --only -O csv | cmp - a
printf 'month,x\n5,1\n' | mlc-serve m.mlc 2>&1 >/dev/null | head -n 1

line() { must_exit 2 mlc-ingest --partitions "$@" 2>&1 | head -n 1; }
line other
mkdir -p same/x=1 twice/a=1/a=2 bytes/a=%FF
printf 'x\n1\n' | tee same/x=1/a.csv twice/a=1/a=2/a.csv >bytes/a=%FF/a.csv
line same
line twice
line bytes
line -f text lake
line --schema m.mlc lake
mkdir -p made/a=1
mlc-ingest lake | mlc-encode --scale x >made/a=1/s.mlcs
line made
printf 'x\n1\n' >other/a.csv
line other
line <other/a.csv
