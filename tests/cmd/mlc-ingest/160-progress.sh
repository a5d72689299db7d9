# Reading that takes more than two seconds is shown, on a terminal only, and the
# line is gone in the end.
command -v script >/dev/null || { echo "no script"; exit 77; }
cat >slow.sh <<'END'
(echo a,b; for i in 1 2 3 4 5 6; do seq 1 9000 | sed 's/.*/&,&/'; sleep .5; done) |
	mlc-ingest --infer 10 -O csv >rows.csv
END
terminal 80 "sh slow.sh" >told
grep -c 'mlc-ingest: read [0-9]* rows, [0-9.e+]* a second' told >/dev/null ||
	cat -v told
tail -c 4 told | od -An -c | tr -d ' \n' | grep -q '033\[K$' || cat -v told
wc -l <rows.csv
