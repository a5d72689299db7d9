# A stream passes through as it is; one that was cut is an error.
printf 'a,b\n1,\n,"#x"\n,""\n' | mlc-ingest -t a --no-lineage >whole
mlc-ingest --no-lineage whole | cmp - whole
head -n 4 whole >cut
must_exit 2 mlc-ingest cut
mlc-ingest --partial -O csv cut
cat whole whole | must_exit 2 mlc-ingest
mlc-ingest whole whole -O csv
