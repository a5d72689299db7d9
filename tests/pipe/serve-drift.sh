# --drift: the PSI of the last rows is what mlc-drift has for the same rows, in
# whatever requests they came, and steps, missing and bad values are in it.
. "$MLC_TOP/tests/fault/http_server"
serve_model
awk -F, -v OFS=, 'NR == 1 { print; next }
	NR < 402 { if (NR % 7 == 0) $3 = "Rome"; if (NR % 9 == 0) $2 = "old"
	    if (NR > 100) $4 = $4 * 2; print }' rows.csv |
	cut -d, -f1-5 >shifted.csv
mlc-drift m.mlc --tests psi -O csv <shifted.csv 2>/dev/null |
	mlc-ingest -O csv 2>/dev/null >report.csv
head -n 1 report.csv
col() {
	head -n 1 report.csv | tr , '\n' | grep -nx "$1" | cut -d: -f1
}
awk -F, -v c="$(col column)" -v v="$(col value)" \
    'NR > 1 { printf "%s %.9g\n", $c, $v }' report.csv | sort >want
cat want

serve m=m.mlc --drift 400
csv='Content-Type: text/csv'
# Ten requests of 40 rows, then one of the next window.
for k in 0 1 2 3 4 5 6 7 8 9; do
	{ head -n 1 shifted.csv
	  sed -n "$((k * 40 + 2)),$((k * 40 + 41))p" shifted.csv; } >part
	curl -sS -o /dev/null -H "$csv" --data-binary @part "$url/invocations"
done
curl -sS "$url/metrics" | grep -c '^mlc_drift_psi'
curl -sS "$url/metrics" | grep '^mlc_drift_windows_total' | sed 's/.*} //'
head -n 2 shifted.csv >part
curl -sS -o /dev/null -H "$csv" --data-binary @part "$url/invocations"
curl -sS "$url/metrics" >metrics
sed -n 's/^mlc_drift_psi{.*column="\([^"]*\)"} /\1 /p' metrics |
	awk '{ printf "%s %.9g\n", $1, $2 }' | sort | cmp - want
sed -n 's/^mlc_drift_drifted{.*column="\([^"]*\)"} /\1 /p' metrics | sort
sed -n 's/^mlc_drift_windows_total.*} //p' metrics
# A model that is replaced begins anew.
mlc-ingest rows.csv -t churn --role id=id | mlc-train baseline -o new
mv new m.mlc
kill -HUP $pid
until grep -q replaced serve.err; do sleep 0.05; done
curl -sS -o /dev/null -H "$csv" --data-binary @shifted.csv "$url/invocations"
curl -sS -o /dev/null -H "$csv" --data-binary @part "$url/invocations"
mlc-drift m.mlc --tests psi -O csv <shifted.csv 2>/dev/null |
	mlc-ingest -O csv 2>/dev/null >report.csv
awk -F, -v c="$(col column)" -v v="$(col value)" \
    'NR > 1 { printf "%s %.9g\n", $c, $v }' report.csv | sort >want
curl -sS "$url/metrics" |
	sed -n 's/^mlc_drift_psi{.*column="\([^"]*\)"} /\1 /p' |
	awk '{ printf "%s %.9g\n", $1, $2 }' | sort | cmp - want
kill $pid
wait $pid || echo "status $?"
trap - EXIT
must_exit 2 mlc-serve m.mlc --listen 127.0.0.1:0 --drift 9 2>&1 | head -n 1
