# Words are cut to their stem, where mlc was built with libstemmer.
printf 'text\nrunning runner runs\nran connections connected\n' >t.csv
mlc-encode --text text=count --stem english --min-df 1 -O jsonl t.csv \
	>got 2>err || {
	grep -q 'built with libstemmer' err && echo "no libstemmer" && exit 77
	cat err
	exit 1
}
# PyStemmer's Porter2 (english): connect, ran, run, runner.
cat got
must_exit 2 mlc-encode --text text --stem klingon t.csv 2>&1 |
	cut -d';' -f1
