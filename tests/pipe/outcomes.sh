# What becomes of a learner's scores is the same however they are asked for:
# rows held out in training, mlc-serve on tables, in JSON and over HTTP, and the
# log of requests; mlc-eval and mlc-drift take the model as any.
. "$MLC_TOP/tests/fault/http_server"
set -e
gzip -dc "$MLC_DATA/churn.csv.gz" | awk 'NR == 1 || NR % 3 == 0' >churn.csv
gzip -dc "$MLC_DATA/diamonds.csv.gz" | awk 'NR == 1 || NR % 20 == 0' >gems.csv
fit='gbdt --trees 20 --early-stop 0'
mlc-split 60:20:20 churn.csv -t churn | mlc-train $fit --calibrate sigmoid \
	--threshold-for 'recall >= 0.9' --conformal .9 -o churn.mlc >churn.held
mlc-split 80:20 gems.csv -t price | mlc-train $fit --target-transform log \
	--conformal .9 -o gems.mlc >gems.held
mlc-train $fit --calibrate isotonic --cost 'Ideal:Fair=7' --conformal .8 \
	-t cut -o cuts.mlc gems.csv

# The rule holds on the rows that it was found by; the class is told by the
# threshold; sets and intervals hold what they should of rows held out.
mlc-show churn.mlc -O csv | sed -n 's/^model,threshold,"\([0-9.]*\) for.*: \(recall [0-9.]*\),.*/\1 \2/p'
t=$(mlc-show churn.mlc -O csv | sed -n 's/^model,threshold,"\([0-9.]*\) for.*/\1/p')
mlc-serve -q churn.mlc --only -O csv <churn.csv >churn.out
head -n 1 churn.out
awk -F, -v t="$t" 'NR > 1 { n[$1 == "Yes"]++; if (($2 >= t) != ($1 == "Yes") &&
	($2 - t) ^ 2 > 1e-8) bad++ } END { print (n[1] > 100), (n[0] > 100), bad + 0 }' churn.out
mlc-serve -q gems.mlc --only -O csv <gems.csv | awk -F, 'NR == 1 { print }
	NR > 1 { r = $3 / $1 * $2 / $1; bad += !($2 < $1 && $1 < $3 && r > .999999 && r < 1.000001) }
	END { print bad + 0 }'
mlc-eval -q --metrics coverage gems.held -O csv --bootstrap 0 |
	awk -F, 'NR > 1 && $1 == "split=test" { print ($4 > .87 && $4 < .94) }'
mlc-serve -q cuts.mlc --only -O csv <gems.csv >cuts.out
head -n 1 cuts.out
awk -F, 'NR > 1 { s = 0; for (k = 2; k <= 6; k++) s += $k
	bad += (s - 1) ^ 2 > 1e-20 } END { print bad + 0 }' cuts.out
# Expected costs: of Fair 7 p(Ideal) and p of the others but Fair.
awk -F, 'NR > 1 { fair = 1 - $2 + 6 * $4; best = $1 == "Fair" ? fair : 9
	for (k = 3; k <= 6; k++) if (1 - $k < best - 1e-12 && $1 == "Fair") bad++ }
	END { print bad + 0 }' cuts.out

# As JSON and over HTTP.
cp gems.csv cuts.csv
serve churn.mlc gems.mlc cuts.mlc --log log.jsonl
for m in churn gems cuts; do
	mlc-serve -q $m.mlc -O jsonl --only <$m.csv | head -n 40 >$m.want
	mlc-ingest -q $m.csv -O jsonl | head -n 40 | paste -sd , - |
		sed 's/.*/{"instances":[&]}/' >body
	curl -sS -H 'Content-Type: application/json' -d @body \
	    "$url/v1/models/$m:predict" | sed 's/^{"predictions":\[//
	s/\].*//; s/},{/}\n{/g; s/$/\n/' | head -n 40 | cmp - $m.want &&
		echo "$m: the same"
done
curl -sS "$url/v2/models/gems" | grep -o '"outputs".*'
curl -sS "$url/v2/models/churn" | grep -o '"outputs".*'
curl -sS "$url/" | grep -o '<p>\(threshold\|conformal\|fitted\|cost\|calibration\)[^,]*'
set +e
stop
head -n 40 log.jsonl | mlc-serve -q churn.mlc -O jsonl --only |
	cmp - churn.want &&
	echo 'log: the same'
mlc-drift -q churn.mlc churn.csv >/dev/null; echo "drift $?"
mlc-drift -q gems.mlc gems.csv -O csv | grep -c ',score,'
