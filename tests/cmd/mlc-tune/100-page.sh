# --importance and --html: which parameters count, in a row each and as a page.
set -e
tune() {
	mlc-tune --no-input -j 2 -s random -p 'x=0..1' -p 'r=1e-3..1:log' -p 'n=1..9:int' \
	    -p 'w={<b>,&,c}' "$@" 'w={w}; [ $w = c ] && c=2 || c=0
	    awk -v x={x} -v r={r} -v n={n} -v c=$c \
	        "BEGIN { print \"f\", 10 * x + c; print \"g\", -x - r + n / 99 }"'
}
tune -m min:f -n 60 -O csv --importance >rows
# x counts most, then the word; the others are not in f.
cut -d, -f 1 rows | head -n 3
awk -F, 'NR == 2 { print ($2 > 0.8) } NR > 3 && $2 > 0.05' rows
tune -m min:f -n 9 -O csv --importance | sort
tune -m min:f,min:g -n 30 --html page.html >/dev/null
grep -o '<h2 id=[a-z]*' page.html
grep -c '<circle' page.html
grep -c '&#60;b&#62;' page.html
! grep -q '<b>' page.html
tune -m min:f -n 1 --html one.html >/dev/null
must_exit 2 mlc-tune -m min:f -p x=0..1 --html no/page.html --no-input -n 1 'echo {x}' 2>&1 |
    tail -n 1
