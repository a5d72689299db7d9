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
# So is what follows the end, and a second piece that is cut; several whole
# ones are read one after the other.
printf '3,z\n' >more.csv
gzip -k more.csv
cat b.gz more.csv >plain.gz
cat b.gz more.csv.gz >two.gz
head -c -9 two.gz >cut2.gz
must_exit 2 mlc-ingest plain.gz
must_exit 2 mlc-ingest - <plain.gz
must_exit 2 mlc-ingest cut2.gz
mlc-ingest two.gz -O csv
cat data.tar more.csv >plain.tar
must_exit 2 mlc-ingest plain.tar
gzip -c data.tar | cat - more.csv >plain.tar.gz
must_exit 2 mlc-ingest plain.tar.gz
# What macOS and editors leave in archives is passed over, as in folders.
mkdir -p __MACOSX data/.x
printf '\0\5\26\7' | tee __MACOSX/._b.csv data/._b.csv >data/.DS_Store
zip -qr mac.zip __MACOSX data/b.csv data/._b.csv data/.DS_Store data/.hidden
mlc-ingest mac.zip -O csv
mlc-ingest 'mac.zip:*.csv' -O csv
mlc-ingest mac.zip:data/.hidden/x.csv -O csv --no-header
# A cab says how long it is.
{ printf 'MSCF\0\0\0\0\122\0\0\0\0\0\0\0\054\0\0\0\0\0\0\0\003\001\001\0\001\0'
  printf '\0\0\0\0\0\0\102\0\0\0\001\0\0\0\010\0\0\0\0\0\0\0\0\0\041\130\0\0'
  printf '\040\0p.csv\0\0\0\0\0\010\0\010\0a,b\n1,x\n'; } >p.cab
mlc-ingest -O csv p.cab
echo more >>p.cab
must_exit 2 mlc-ingest p.cab
