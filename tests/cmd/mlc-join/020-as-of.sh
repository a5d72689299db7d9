# The last reference row that is not later, and not too old.
. "$MLC_TOP/tests/cmd/mlc-join/tables"
mlc-join rates.csv -k customer --as-of t=when -O csv orders.csv
mlc-join rates.csv -k customer --as-of t=when --tolerance 1d -O csv orders.csv
mlc-join rates.csv -k customer --as-of t=when --tolerance 23h -O csv orders.csv
# Against an awk that looks at all pairs.
awk 'BEGIN { srand(9); print "k,t,i"
	for (i = 0; i < 2000; i++) printf "%s,2024-03-%02d,%d\n",
	    substr("uvwxyz", 1 + int(rand() * 6), 1), 1 + int(rand() * 28), i
	}' >rows.csv
awk 'BEGIN { srand(10); print "k,t,v"
	for (i = 0; i < 120; i++) printf "%s,2024-03-%02d,v%d\n",
	    substr("uvwx", 1 + i % 4, 1), 1 + (i * 11) % 30, i }' >ref.csv
awk -F, 'FNR == 1 { next }
	NR == FNR { n++; k[n] = $1; t[n] = $2; v[n] = $3; next }
	{ best = ""; got = ""
	  for (j = 1; j <= n; j++)
		if (k[j] == $1 && t[j] <= $2 && (best == "" || t[j] >= best)) {
			best = t[j]; got = v[j]
		}
	  print $0 "," got }' ref.csv rows.csv >want
mlc-join ref.csv -k k --as-of t --on-duplicate last -O csv rows.csv |
	tail -n +2 | cmp - want
