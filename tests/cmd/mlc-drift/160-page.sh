# --html: a page; --exec: a sentence where it drifts.
set -e
table() {	# SHIFT KIND
	awk -v shift="$1" -v kind="$2" 'BEGIN {
		print "day,a<b>,b,kind"
		for (i = 0; i < 400; i++)
			printf "2024-0%d-%02d,%d,%s,%s\n", 1 + i % 2, \
			    1 + i % 28, (i * 37) % 100 + shift, \
			    i % 10 ? (i * 7) % 50 : "", \
			    i % 4 ? "x&y" : kind
	}'
}
table 0 '<script>' >ref.csv
table 60 new >t.csv
must_exit 1 mlc-drift -r ref.csv t.csv --html page.html -O csv >lines.csv
# What drifted is first, in the table and in the charts; what comes from data is
# text.
sed -n '/<table/,/<\/table/p' page.html | sed 's/<[^>]*>/ /g' | tr -s ' '
grep -o '<h3>[^/]*</h3>' page.html
grep -c '<script>new\|<a<b>\|<script>"' page.html || :
grep -o '<p class=dim>[^/]*</p>' page.html
# The chart: a fourth of the rows has another kind.
sed -n '/<h3>kind/,/<\/svg/p' page.html | grep -o '>[^<]* %</text>' | head -n 8
# Of several windows the one where it was worst.
{ cat ref.csv; sed 1d t.csv; } >both.csv
must_exit 1 mlc-drift -r ref.csv both.csv --window 400 --html page.html \
    -O csv >lines.csv
grep -o 'Drift</h1>.*' page.html || sed -n '/<h1/,/<\/p>/p' page.html
grep -o '<p class=dim>[^/]*</p>' page.html
# Nothing drifts, and there is nothing to judge by: no page.
must_exit 0 mlc-drift -r ref.csv ref.csv --html ok.html -O csv >lines.csv
grep -c 'drift:' ok.html || :
head -n 20 ref.csv >few.csv
must_exit 2 mlc-drift -r few.csv ref.csv --html none.html
[ ! -e none.html ]
must_exit 2 mlc-drift -r ref.csv t.csv --html nosuch/page.html >lines.csv
must_exit 2 mlc-drift -r ref.csv t.csv --html /dev/full >lines.csv
mlc-drift -r ref.csv ref.csv --html - -O csv | sed -n '1p;/^window/p'

echo "exec"
run() {
	want=$1
	shift
	must_exit "$want" mlc-drift -r ref.csv "$@" -O csv --exec \
	    'echo "$MLC_DRIFT: $MLC_DRIFT_SAYS"' >out
	grep -v , out || :
	grep 'columns drifted' out || :
}
run 1 t.csv
run 0 ref.csv
# With --state only where it changes.
for file in ref.csv t.csv t.csv ref.csv ref.csv t.csv; do
	run $([ $file = t.csv ] && echo 1 || echo 0) --state s $file
done
must_exit 2 mlc-drift -r ref.csv t.csv --exec 'exit 3' >out
must_exit 2 mlc-drift -r ref.csv t.csv --exec 'kill -9 $$' >out
must_exit 2 mlc-drift --concept adwin --html p.html t.csv
