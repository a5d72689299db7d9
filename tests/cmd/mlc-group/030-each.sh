# What came before each row: against an awk that looks at all pairs of rows.
awk 'BEGIN { srand(11); print "id,k,t,x"
	for (i = 0; i < 1200; i++) {
		s = int(rand() * 43200) * 20
		printf "%d,%s,2024-01-%02dT%02d:%02d:%02dZ,%s\n", i,
		    substr("uvwxy", 1 + int(rand() * 5), 1), 1 + int(s / 86400),
		    int(s / 3600) % 24, int(s / 60) % 60, s % 60,
		    rand() < 0.1 ? "" : int(rand() * 20) - 7
	} }' >r.csv
cat >before.awk <<'END'
function seconds(t,  p) {
	split(t, p, /[-T:Z]/)
	return p[3] * 86400 + p[4] * 3600 + p[5] * 60 + p[6]
}
NR > 1 { n++; k[n] = $2; s[n] = seconds($3); x[n] = $4 }
END {
	for (i = 1; i <= n; i++) {
		rows = count = sum = 0; min = last = lastat = ""
		for (v in seen) delete seen[v]
		different = 0
		for (j = 1; j <= n; j++) {
			if (k[j] != k[i] || (by == "row" && j >= i))
				continue
			if (by != "row" && (s[j] >= s[i] ||
			    (days && s[j] < s[i] - days * 86400)))
				continue
			rows++
			if (x[j] == "") continue
			count++; sum += x[j]
			if (!(x[j] in seen)) { seen[x[j]]; different++ }
			if (min == "" || x[j] < min) min = x[j]
			if (lastat == "" || by == "row" || s[j] >= lastat) {
				last = x[j]; lastat = s[j]
			}
		}
		print rows "," (count ? sum : "") "," min "," last "," different
	}
}
END
A='n=count(), s=sum(x), min(x), last(x), distinct(x)'
each() {
	mlc-group --each -k k -a "$A" "$@" -O csv r.csv |
		cut -d, -f5- | tail -n +2
}
each --time t --window 2d >got
awk -F, -v days=2 -f before.awk r.csv | cmp - got
each --mem 1 --time t --window 2d | cmp - got
each --time t | cmp - /dev/fd/3 3<<END
$(awk -F, -f before.awk r.csv)
END
each | cmp - /dev/fd/3 3<<END
$(awk -F, -v by=row -f before.awk r.csv)
END
# Rows keep their order, or are sorted before and go through at once.
mlc-group --each -k k --time t --window 2d -a "$A" --no-lineage r.csv >a.mlcs
mlc-clean --sort t r.csv |
	mlc-group --each --sorted -k k --time t --window 2d -a "$A" |
	mlc-clean --sort id --no-lineage >b.mlcs
mlc-ingest -O csv a.mlcs >a; mlc-ingest -O csv b.mlcs | cmp - a
# Quantiles, modes and deviations of a window that moves, by hand.
printf 't,x\n2024-01-01,1\n2024-01-02,2\n2024-01-03,2\n2024-01-04,9\n2024-01-05,9\n2024-01-06,4\n' |
	mlc-group --each --time t --window 3d -O csv \
	    -a 'median(x), mode(x), sd(x), max(x), above=share(x > 2), first(x)'
# What is wrong.
printf 't,x\n2024-01-02,1\n2024-01-01,2\n' >u.csv
must_exit 2 mlc-group --each --sorted --time t u.csv
printf 't,x\n2024-01-02,1\n,2\n' | must_exit 2 mlc-group --each --time t
must_exit 2 mlc-group --each --window 1d u.csv
must_exit 2 mlc-group --each --time t --window 5 u.csv
must_exit 2 mlc-group --each --time t --every 1d u.csv
mlc-clean -i auto u.csv | must_exit 2 mlc-group --each -O csv
