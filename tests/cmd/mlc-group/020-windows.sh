# Windows by time and number, that slide, and sessions, in any order of rows.
cat >t.csv <<'END'
k,t,x
a,2024-05-01T10:05:00Z,1
b,2024-05-01T10:10:00Z,2
a,2024-05-01T12:59:59Z,4
a,2024-05-01T10:40:00Z,8
b,,16
a,2024-05-01T11:00:00Z,32
b,2024-05-02,64
END
group() {
	echo "$*"
	mlc-group "$@" -a 'n=count(), sum(x), first(x)' -O csv t.csv
}
group --time t --window 1h
group --time t --window 1d
group -k k --time t --window 2h --every 1h
group -k k --time t --session 30m
group --window 3
# An awk that puts each row into each window it is in.
awk 'BEGIN { srand(3); print "k,t,x"
	for (i = 0; i < 3000; i++) {
		s = int(rand() * 864000)
		printf "%s,2024-01-%02dT%02d:%02d:%02dZ,%d\n",
		    substr("uvw", 1 + int(rand() * 3), 1), 1 + int(s / 86400),
		    int(s / 3600) % 24, int(s / 60) % 60, s % 60,
		    int(rand() * 100)
	} }' >r.csv
awk -F, 'NR > 1 {
	split($2, p, /[-T:Z]/)
	h = int((p[3] - 1) * 24 + p[4])
	for (w = h - h % 2 - 4; w <= h - h % 2; w += 2) {
		n[$1 "," w]++; sum[$1 "," w] += $3
	} }
	END { for (k in n) print k "," n[k] "," sum[k] }' r.csv | sort >want
hours() {
	mlc-clean --derive 'h=int(window) / 3600 - 473352' --drop window -O csv |
		awk -F, 'NR > 1 { printf "%s,%d,%s,%s\n", $1, $4, $2, $3 }' |
		sort
}
mlc-group -k k --time t --window 6h --every 2h -a 'n=count(), s=sum(x)' r.csv |
	hours | cmp - want
mlc-group --mem 1 -k k --time t --window 6h --every 2h \
	-a 'n=count(), s=sum(x)' r.csv | hours | cmp - want
