# --on-duplicate number: of equal names all but the first are numbered, in the
# rows of a served model too.
printf 'a,b,a,a_2,a\n1,2,3,4,5\n2,3,5,7,9\n3,1,4,1,5\n' >t.csv
must_exit 2 mlc-ingest t.csv
must_exit 2 mlc-ingest --on-duplicate error t.csv
must_exit 2 mlc-ingest --on-duplicate twice t.csv
mlc-ingest --on-duplicate number t.csv -O csv
mlc-ingest --on-duplicate number t.csv -t b |
	mlc-train linear -o m.mlc | cat >/dev/null
mlc-serve m.mlc <t.csv -O csv --only | sed 's/\..*//'
sed 's/a,b,a,a_2,a/b,b,a,q,a/' t.csv >other.csv
must_exit 2 mlc-serve m.mlc <other.csv
printf 'x2,,a\n1,2,3\n' | mlc-ingest -O csv
# So do other readers.
mlc-clean --on-duplicate number t.csv -O csv
must_exit 2 mlc-ingest --delimiter '||' t.csv
