# A field of 60 MB takes twice its size, beside what a program always needs.
case $MLC_BUILD in
*/release) ;;
*) echo "ASan and valgrind need more memory than the limits have"; exit 77 ;;
esac
{ printf 'a,b\n1,'; head -c 60000000 /dev/zero | tr '\0' x; printf '\n2,y\n'
} >long.csv
{ printf 'a,b\n1,"'; head -c 60000000 /dev/zero | tr '\0' ';'
  printf 'x""y,"\n2,y\n'; } >quoted.csv
for file in long quoted; do
	mlc-ingest -O csv $file.csv | cmp - $file.csv
done
# 100 MB of libraries, 16 of buffers.
(ulimit -v 260000
	for tool in mlc-ingest "mlc-clean --trim b"; do
		$tool --mem 16M -j1 -O csv long.csv | cmp - long.csv
	done)
