# Columns of Parquet that are not selected are not read, and those that are have
# the values that they have in the whole.
mlc-ingest "$MLC_DATA/penguins.csv" -o p.parquet
for s in sex island,body_mass_g 'bill*' '!species' @string @numeric; do
	mlc-ingest p.parquet -O csv | mlc-ingest --select "$s" -O csv >want
	mlc-ingest p.parquet --select "$s" -O csv | cmp - want
	mlc-ingest p.parquet --select "$s" --skip 3 --limit 5 -O csv >got
	{ head -n 1 want; sed -n 5,9p want; } | cmp - got
	mlc-ingest --select "$s" -O csv <p.parquet | cmp - want
	cat p.parquet | mlc-ingest --select "$s" -O csv | cmp - want
done
for f in "$MLC_DATA"/parquet/*.parquet; do
	mlc-ingest -q "$f" -O jsonl >all 2>/dev/null || continue
	for c in $(head -n 1 all | grep -o '"[A-Za-z0-9_]*":' | tr -d '":' | sort -u); do
		mlc-ingest -q "$f" --select "$c" -O jsonl >one 2>/dev/null || continue
		mlc-ingest -q "$f" -O mlc | mlc-ingest -q --select "$c" -O jsonl |
			cmp - one || echo "$f $c"
	done
done
mlc-ingest p.parquet --select sex | tail -n 1 | grep -o '"bytes":[0-9]*,"sha256_of_footer"' |
	sed "s/:$(wc -c <p.parquet),/:SIZE,/"
# A model reads the columns that it needs.
mlc-ingest p.parquet --select bill_length_mm,body_mass_g |
	mlc-train linear -q -t body_mass_g -o m.mlc
mlc-ingest p.parquet --select bill_length_mm -O csv | mlc-serve m.mlc --only -O csv | cksum >want
mlc-serve m.mlc --only -O csv <p.parquet | cksum | cmp - want
must_exit 2 mlc-ingest p.parquet --select nope
