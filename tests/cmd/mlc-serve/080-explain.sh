# What raw columns add to a score: with the base it is the score before its
# link, whatever steps made the features; the same over HTTP.
. "$MLC_TOP/tests/fault/http_server"
set -e
cp "$MLC_DATA"/*.csv* .
gzip -d churn.csv.gz diamonds.csv.gz

# sums WHAT MODEL TABLE: the largest deviation of the sums.
sums() {
	mlc-serve "$2" --explain --only -O csv <"$3" | awk -F, -v what="$1" '
	NR == 1 {
		for (i = 1; i <= NF; i++)
			if ($i == "explain_base") first = i
		columns = NF - first
		next
	}
	$1 == "" { none++; if ($first != "") odd++; next }
	{
		sum = 0
		for (i = first; i <= NF; i++) sum += $i
		p = what == "binary" ? log($2 / (1 - $2)) : $1
		e = sum - p
		if (e < 0) e = -e
		if (e > most) most = e
	}
	END { print what ": " columns " columns, " none + odd " rows of none" \
	    (most < 1e-9 ? "" : ", off by " most)
	}'
}

mlc-clean -i auto churn.csv -t churn | mlc-encode --auto >c.mlcs
mlc-train gbdt --trees 5 --early-stop 0 -o g.mlc c.mlcs
mlc-train logistic -o l.mlc c.mlcs
sums binary g.mlc churn.csv
sums binary l.mlc churn.csv
mlc-encode --auto diamonds.csv -t price >d.mlcs
mlc-train gbdt --trees 5 --early-stop 0 -o d.mlc d.mlcs
mlc-train linear -o dl.mlc d.mlcs
sums regression d.mlc diamonds.csv
sums regression dl.mlc diamonds.csv

# Of several classes the predicted one is explained: e^score over their sum.
mlc-train gbdt --trees 5 --early-stop 0 -t species -o p.mlc penguins.csv
mlc-serve p.mlc --explain --only -O csv <penguins.csv | head -n 2
# A feature of several columns is called by its name; a row without a value
# that is needed has no reasons.
mlc-clean --drop-missing '*' --derive 'size = bill_length_mm * bill_depth_mm' \
	--keep size,bill_length_mm,flipper_length_mm -t body_mass_g \
	penguins.csv | mlc-train linear -o s.mlc
printf 'bill_length_mm,bill_depth_mm,flipper_length_mm\n40,18,190\n,18,190\n' |
	mlc-serve -q s.mlc --explain=9 --only -O csv | sed 's/\(\.[0-9]\)[0-9]*/\1/g'

# Over HTTP.
head -n 5 churn.csv >few.csv
mlc-serve g.mlc --explain=2 --only -O jsonl <few.csv |
	grep -o '"reason_1".*}' >want
serve g.mlc
curl -sS -H 'Content-Type: text/csv' --data-binary @few.csv \
	"$url/invocations?explain=2" | sed 's/.*"explanations"//' |
	grep -o '"reason_1"[^}]*}' | cmp - want
curl -sS -H 'Content-Type: application/json' "$url/v1/models/g:predict?explain" \
	-d '{"instances":[{"tenure":1}]}' | grep -o '"explanations":.."[a-z_]*"'
curl -sS -H 'Content-Type: text/csv' --data-binary @few.csv \
	"$url/invocations?explain=0"
echo
curl -sS "$url/v2/models/g/infer?explain" -d '{"inputs":[]}'
echo

mlc-train baseline -o base.mlc c.mlcs
must_exit 2 mlc-serve base.mlc --explain <few.csv
must_exit 2 mlc-serve g.mlc --explain=x <few.csv
must_exit 2 mlc-serve g.mlc --explain --listen 127.0.0.1:0
