# A page that holds all it needs: nothing of the data is markup in it, tags are
# closed in order, and no address is asked for.
set -e
cat >t.csv <<'X'
"<script>alert(1)</script>","a""b' c",y,"x&y"
1,"<img src=x onerror=alert(2)>",yes,2
2,"</title></main>",no,
3,"-->",yes,5
4,"]]>",no,7
X
awk 'BEGIN { for (i = 0; i < 60; i++) printf "%d,\"<b>%d\",%s,%s\n", i * 7,
	i % 4, i % 3 ? "yes" : "no", i % 5 ? i : "" }' >>t.csv
mlc-profile -t y --html page.html t.csv >/dev/null
grep -c '&#60;img src=x onerror=alert(2)&#62;' page.html
! grep -q '<img\|<b>[0-9]\|onerror=[^a]\|<script>alert\|http:\|https:\|src=[^x]' page.html
# Tags: each that is opened is closed, but for those of html that need no end.
tr -d '\n' <page.html | sed 's/<script>.*<\/script>//; s/<style>.*<\/style>//' |
	grep -o '<[/!]*[a-z0-9]*' | awk '
	{ t = substr($0, 2) }
	t ~ /^(!doctype|!|html|\/html|meta|script|p|\/p|li|\/li|tr|\/tr)$/ { next }
	t ~ /^\// { if (open[n--] != substr(t, 2)) print "not open: " t; next }
	{ open[++n] = t }
	END { print n + 0, "open" }'
# The page is there in whole or not at all, and of a cut stream it is not.
mlc-ingest t.csv -O mlc -o t.mlcs
head -n 9 t.mlcs >cut.mlcs
must_exit 2 mlc-profile --html none.html cut.mlcs 2>/dev/null
ls none.html 2>/dev/null || echo no page
must_exit 2 mlc-profile --html /nosuch/x.html t.csv 2>err
cat err
must_exit 2 mlc-profile --html /dev/full t.csv 2>/dev/null
# A table without rows, and one without values.
head -n 1 t.csv | mlc-profile --html page.html -O csv >/dev/null
printf 'a,b\n,\n,\n' | mlc-profile --html page.html -O csv >/dev/null
grep -c '<title>standard input</title>' page.html
# To standard output: nothing else.
printf 'a,b\n,\n,\n' | mlc-profile --html - | cmp - page.html
# The same bytes on any number of threads.
mlc-profile -t churn "$MLC_DATA/churn.csv.gz" --html one.html -j 1 >/dev/null
mlc-profile -t churn "$MLC_DATA/churn.csv.gz" --html two.html -j 3 >/dev/null
cmp one.html two.html
# pandas 2.3.3: crosstab(contract, churn, normalize='index').Yes is .4271 in
# Month-to-month; the mean of price by color is 3999 in G.
grep -c '>42.7 %</text>' one.html
mlc-profile -t price "$MLC_DATA/diamonds.csv.gz" --html page.html >/dev/null
grep -c '<title>G: 3999</title>' page.html
