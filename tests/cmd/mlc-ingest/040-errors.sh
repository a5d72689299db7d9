# What cannot be read says where and why.
must_exit 2 mlc-ingest none.csv
must_exit 2 mlc-ingest --wrong
must_exit 2 mlc-ingest --infer none </dev/null
must_exit 2 mlc-ingest </dev/null
printf 'a,b,a\n' | must_exit 2 mlc-ingest
printf 'a\n"1\n' | must_exit 2 mlc-ingest
printf 'a\n1\0\n' | must_exit 2 mlc-ingest
printf 'a\n' | must_exit 2 mlc-ingest --encoding latn1
printf 'a\n' | must_exit 2 mlc-ingest --encoding utf-16//IGNORE
printf 'a\n' | must_exit 2 mlc-ingest --header "$(printf 'Gr\366sse')"
printf 'age\n1\n' | must_exit 2 mlc-ingest --select agee
printf 'age\n1\n' | must_exit 2 mlc-ingest --types agee=int
printf 'a\n1\n' | must_exit 2 mlc-ingest -f table
printf 'a,b\n1,2\n' >one.csv
printf 'c,d\n1,2\n' >other.csv
must_exit 2 mlc-ingest one.csv other.csv
