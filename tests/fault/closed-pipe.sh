# A reader that goes away ends a tool quietly.
set -e
zcat "$MLC_DATA/diamonds.csv.gz" >d.csv
for c in "mlc-ingest d.csv" "mlc-ingest -O arrow d.csv" \
    "mlc-split d.csv" "mlc-clean -i auto d.csv" "mlc-encode --auto d.csv"; do
	$c 2>err | head -n 1 >/dev/null
	[ ! -s err ] || { echo "$c:"; cat err; }
done
