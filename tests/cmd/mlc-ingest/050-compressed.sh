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
# Rars of version 4 and 5, and zips, have an end of their own, in a compressed
# file as well; what is behind it, or another one, would be lost.
printf 'Rar!\032\007\0\317\220s\0\0\015\0\0\0\0\0\0\0\344Nt\0\200\045\0' >4.rar
printf '\010\0\0\0\010\0\0\0\003\364\240\001\0\0\0\0R\0240\005\0' >>4.rar
printf '\244\201\0\0p.csva,b\n1,x\n\304={\0@\007\0' >>4.rar
printf 'Rar!\032\007\001\0\305\03232\003\001\0\0\204L\015\203\024\002' >5.rar
printf '\002\010\004\010\244\203\002\364\240\001\0\0\001\005p.csv' >>5.rar
printf 'a,b\n1,x\n\031\262:5\003\005\0\0' >>5.rar
zip -q z.zip more.csv
for f in 4.rar 5.rar z.zip data.tar; do
	gzip -c $f >g.gz
	mlc-ingest -O csv g.gz --no-header
	cat $f $f >twice
	cat $f more.csv >more
	gzip -k twice more
	for bad in more more.gz twice twice.gz; do
		case $f-$bad in
		data.tar-twice*) mlc-ingest -O csv $bad ;;	# as tar -A
		*) must_exit 2 mlc-ingest $bad ;;
		esac
	done
	rm twice* more more.gz
done
head -c -3 5.rar >cut.rar
must_exit 2 mlc-ingest cut.rar
