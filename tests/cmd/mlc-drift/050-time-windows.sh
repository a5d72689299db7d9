# Windows by time: each is judged as its rows by themselves are, in whatever
# order they come; rows in no window are told.
set -e
mlc-ingest "$MLC_DATA/churn.csv.gz" -t churn -O csv -o rows.csv
mlc-ingest rows.csv -t churn | mlc-train baseline -o m.mlc

# Three days of some 1400 rows, as a log of requests has them, with a time that
# the model does not know; the second day is shifted.
days='2024-02-28 2024-02-29 2024-03-01'
awk -F, -v OFS=, -v days="$days" 'BEGIN { split(days, name, " ") }
	NR == 1 { print $0, "served_at"; next }
	NR <= 4201 {
		day = int((NR - 2) / 1400); s = (NR * 61) % 86400
		if (day == 1)
			$6 += 40
		printf "%s,%sT%02d:%02d:%02dZ\n", $0, name[day + 1],
		    s / 3600, s / 60 % 60, s % 60
	}' rows.csv >log.csv
for day in $days; do
	{ head -n 1 log.csv; grep ",${day}T" log.csv; } >day.csv
	mlc-drift m.mlc day.csv -O csv | sed "s/^all,/$day,/; /^window/d; /^,/d"
done >want
days() {
	mlc-drift m.mlc --window 1d --time served_at -O csv "$@" |
		sed /^window/d
}
days log.csv | cmp - want
mlc-ingest log.csv -O jsonl | days | cmp - want
{ head -n 1 log.csv; tail -n +2 log.csv | sort -t, -k20; } | days | cmp - want
{ head -n 1 log.csv; tail -n +2 log.csv | tac; } | days | cmp - want
awk -F, '$8 == "drift" { print $1, $2, $4 }' want

# The column of role time is the one meant, and 3 days are one window of a week.
mlc-ingest log.csv -t churn --role served_at=time | mlc-train baseline -o t.mlc
must_exit 1 mlc-drift t.mlc --window 1d --tests psi -O csv log.csv |
	cut -d, -f1 | uniq -c | sed 's/^ *//'
mlc-drift t.mlc --window 1w --tests psi -O csv log.csv | cut -d, -f1 |
	uniq -c | sed 's/^ *//'

# A missing time, a text that is not one, and two rows of hours gone by, of
# which the first is more than 31 windows before the newest.
awk -F, -v OFS=, 'NR == 1 { print; next }
	NR > 45 { exit }
	{ $NF = sprintf("2024-02-%02d %02d:59", 1 + NR / 24, NR % 24) }
	NR == 42 { $NF = "" } NR == 43 { $NF = "noon" }
	NR == 44 { $NF = "2024-02-01 02:00" }
	NR == 45 { $NF = "2024-02-01 12:00" } { print }' log.csv >few.csv
drift='mlc-drift m.mlc --time served_at --tests missing --min-rows 1 -O csv'
$drift --window 1h few.csv | cut -d, -f1,10 | uniq | sed -n '2,4p; 11,12p; $p'
# Where --mem has room for two windows only, the first of three that come from
# the last to the first is late.
must_exit 1 mlc-drift m.mlc --window 1d --time served_at --tests psi -O csv \
	--mem 1K log.csv | cut -d, -f1 | uniq -c | sed 's/^ *//'
{ head -n 1 log.csv; tail -n +2 log.csv | tac; } >tac.csv
must_exit 1 mlc-drift m.mlc --window 1d --time served_at --tests psi -O csv \
	--mem 1K tac.csv | cut -d, -f1 | uniq -c | sed 's/^ *//'
must_exit 2 $drift --window 1x few.csv
must_exit 2 $drift few.csv
must_exit 2 $drift --window 10 few.csv
must_exit 2 mlc-drift m.mlc --window 1d log.csv
must_exit 2 mlc-drift m.mlc --window 1d --time tenure log.csv
must_exit 2 mlc-drift m.mlc --window 1d --time nosuch log.csv
