# What is no table is refused, in words that tell what to do.
set -e
printf 'a,y\n1,2\n2,3\n3,5\n' >rows.csv
mlc-train baseline -t y -o m.mlc rows.csv
refuse() {
	must_exit 2 mlc-ingest "$@" </dev/null
}
refuse m.mlc
must_exit 2 mlc-profile <m.mlc
printf 'PAR1\025\004\025' >rows.parquet
refuse rows.parquet
printf '<Types/>' >'[Content_Types].xml'
zip -q book.xlsx '[Content_Types].xml' rows.parquet
refuse book.xlsx
zip -q data.zip rows.csv rows.parquet
refuse data.zip
mlc-ingest 'data.zip:*.csv' -O csv
printf 'SQLite format 3\0' >base.db
refuse base.db
refuse https://127.0.0.1/rows.csv
