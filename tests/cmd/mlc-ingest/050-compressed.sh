# Compression and archives are seen through; what is cut is an error.
mkdir data data/sub data/.hidden
printf 'a,b\n1,x\n' >data/b.csv
printf 'b,c\ny,2\n' >data/sub/a.csv
printf 'no\n' >data/.hidden/x.csv
gzip -c data/b.csv >b.gz
tar -cf data.tar data/b.csv data/sub/a.csv
gzip -k data.tar
for s in b.gz data data.tar data.tar.gz 'data.tar:*/a.csv'; do
	mlc-ingest "$s" -O csv --source-column from
done
cat data.tar | mlc-ingest -O csv
cat b.gz | mlc-ingest -O csv
seq 100000 | gzip | head -c 5000 >cut.gz
must_exit 2 mlc-ingest cut.gz
