# A bad row stops, is left out, or loses its value.
printf 'a,b\n1,x\n2,y,3\nz,w\n4\n' >in.csv
must_exit 2 mlc-ingest in.csv --types a=int
mlc-ingest in.csv --types a=int --on-bad skip --rejects bad.csv -O csv
cat bad.csv
mlc-ingest in.csv --types a=int --on-bad null -O csv
printf 'a,b\n1,x\n' | must_exit 2 mlc-ingest --types b=int
