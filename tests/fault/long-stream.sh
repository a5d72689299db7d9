# A stream that is longer than the address space: every tool but the learners
# reads it from a pipe, with what is to be kept in temporary files. By hand, of
# 6 GB: LONG_ROWS=15000000, and some minutes.
case $MLC_BUILD in
*asan | *valgrind) echo "it needs the address space itself"; exit 77 ;;
esac
rows=${LONG_ROWS:-250000}
awk 'BEGIN { for (i = 0; i < 1000; i++) print i "," i % 7
	}' | sed '1i\
k,a' >ref.csv
long() {
	awk -v n="$rows" 'BEGIN {
		for (text = "text"; length(text) < 380; text = text text) continue
		text = substr(text, 1, 380)
		print "id,k,x,s,y"
		for (i = 0; i < n; i++)
			print i "," i * 7919 % 1000 "," i % 97 ".5," text \
			    i % 1000 "," i % 2 }' || true
}
limit=200000
# What holds all rows does not fit.
(ulimit -v $limit; long 2>/dev/null |
	mlc-clean -j 1 --mem 4G --sort x >/dev/null 2>err) && echo "all rows fit"
grep -c 'out of memory' err
try() {
	want=$1
	shift
	jobs='-j 1'
	test "$1" = mlc-split && jobs=
	got=$( (ulimit -v $limit; long | "$@" $jobs --mem 8M -O csv 2>err || echo "$?") |
		wc -l)
	test "$got" -eq "$want" || { echo "$*: $got rows, not $want"; cat err; }
}
all=$((rows + 1))
try $all mlc-ingest
try $all mlc-clean --derive 'z = x + 1' --where 'x is not missing'
try $all mlc-clean -i auto
try $all mlc-clean --sort 'x:desc'
try $all mlc-clean --shuffle
try 1001 mlc-clean --sample 1:k
try $((2 * rows + 1)) mlc-clean --melt 'k,x'
try 1001 mlc-clean --count=k
try 1001 mlc-clean --keep 'k' --dedupe
try $all mlc-encode --scale 'x=standard' --hash s=8
limit=300000		# it has threads, and no -j
try $all mlc-split
limit=200000
try $all mlc-join ref.csv -k k
try 1001 mlc-group -k k -a 'n=count(), m=mean(x)'
try $all mlc-group -k id
try 6 mlc-profile
try 11 mlc-profile --pairs
# BLAS maps 129 MB for itself, or it is told that there is no memory.
limit=340000
try $all mlc-clean --iterative-impute x,k
(ulimit -v 190000; printf 'a,b\n1,2\n,3\n' |
	timeout 20 mlc-clean --iterative-impute a,b -j 1 2>&1)
echo $?
