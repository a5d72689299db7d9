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
	mlc-clean --trim b --mem 16M -j1 -O csv long.csv | cmp - long.csv)
# Nothing of it is twice in memory; one that is quoted or escaped is there once
# more than it was read.
{ printf 'a,b\n1,"'; head -c 20000000 /dev/zero | sed 's/\x00/x""/g'
  printf '"\n2,y\n'; } >doubled.csv
{ printf '{"a":1,"b":"'; head -c 20000000 /dev/zero | sed 's/\x00/x\\n/g'
  printf '"}\n{"a":2,"b":"y"}\n'; } >escaped.jsonl
(ulimit -v 220000
	mlc-ingest --mem 16M -j1 -O csv long.csv | cmp - long.csv)
(ulimit -v 320000
	mlc-ingest --mem 16M -j1 -O csv doubled.csv | cmp - doubled.csv
	mlc-ingest --mem 16M -j1 -O jsonl escaped.jsonl | cmp - escaped.jsonl)
# Among others, with more than one long text, or bad values beside it.
{ printf 'n,a,b\n0,x,y\n'
  for k in 1 2 3; do
	printf '%s,"' $k; head -c 9000000 /dev/zero | tr '\0' $k; printf '",'
	head -c "${k}0000000" /dev/zero | tr '\0' b; printf '\n%s,c,d\n' $k
  done; printf 'bad,'; head -c 9000000 /dev/zero | tr '\0' z; printf ',e\n'
} >several.csv
tr -d '"' <several.csv >plain.csv
mlc-ingest -O csv --types n=string several.csv | cmp - plain.csv
mlc-ingest -O csv --types n=int --on-bad null several.csv 2>/dev/null |
	tail -n 1 | cut -c 1-3
mlc-ingest -O csv --types n=int --on-bad skip several.csv 2>/dev/null |
	tail -n 1 | cut -c 1-3
cat several.csv | mlc-ingest -O csv --types n=string | cmp - plain.csv
