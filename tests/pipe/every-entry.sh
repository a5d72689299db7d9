# The same raw rows get the same scores to the last bit on every way in; and
# what is wrong with them (an unseen category, an absent column, an unknown
# one, a text where a number should be) is counted under its column on each.
. "$MLC_TOP/tests/fault/http_server"
set -e
serve_model
mlc-ingest rows.csv -t churn --role id=id | mlc-split 80:20 |
	mlc-train gbdt --trees 20 -o g.mlc >held-out.mlcs

# The cases, five rows each.
head -n 6 new.csv >plain.csv
sed '3s/,[^,]*,\([^,]*,[^,]*\)$/,Paris,\1/' plain.csv >unseen.csv
cut -d, -f1-4 plain.csv >absent.csv
awk -v OFS=, '{ print $0, NR == 1 ? "x" : "v" NR }' plain.csv >unknown.csv
# (Among texts in binary form there would be no missing age.)
awk -F, -v OFS=, '$2 == "" { $2 = 40 } NR == 4 { $2 = "old" } { print }' \
    plain.csv >bad.csv

# binary CASE: the rows of CASE.csv as binary tensors, in CASE.head and
# CASE.tail: doubles (a missing value is NaN), bytes of 0 and 1, and texts.
binary() {
	awk -F, -v out="$1" '
	function bytes(x, n) {
		for (; n > 0; n--) {
			printf "%c", x % 256 >(out ".tail")
			x = int(x / 256)
		}
	}
	# IEEE 754 binary64 of x.
	function double(x, sign, e) {
		if (x == "") {
			bytes(0, 6)
			bytes(32760, 2)	# 0x7ff8
			return
		}
		sign = x < 0
		x = sign ? -x : +x
		for (e = 1023; x >= 2; e++)
			x /= 2
		for (; x > 0 && x < 1; e--)
			x *= 2
		if (x == 0)
			e = 0
		else
			x = (x - 1) * 4503599627370496
		bytes(x % 281474976710656, 6)
		bytes(int(x / 281474976710656) + 16 * e + 32768 * sign, 2)
	}
	NR == 1 {
		n = NF
		for (j = 1; j <= n; j++)
			name[j] = $j
		next
	}
	{
		for (j = 1; j <= n; j++) {
			value[j, NR - 1] = $j
			if ($j !~ /^-?[0-9.]*$/)
				text[j] = 1
			length_of[j] += 4 + length($j)
		}
	}
	END {
		for (j = 1; j <= n; j++) {
			type = name[j] == "vip" ? "BOOL" : \
			    text[j] ? "BYTES" : "FP64"
			size = type == "BOOL" ? 5 : \
			    type == "FP64" ? 40 : length_of[j]
			tensors = tensors (j > 1 ? "," : "") \
			    "{\"name\":\"" name[j] "\",\"shape\":[5]," \
			    "\"datatype\":\"" type "\",\"parameters\":" \
			    "{\"binary_data_size\":" size "}}"
			for (i = 1; i <= 5; i++) {
				v = value[j, i]
				if (type == "BOOL") {
					bytes(v == "true", 1)
				} else if (type == "FP64") {
					double(v)
				} else {
					bytes(length(v), 4)
					printf "%s", v >(out ".tail")
				}
			}
		}
		printf "{\"inputs\":[%s]}", tensors >(out ".head")
	}' "$1.csv"
}

# bodies CASE: the rows of CASE.csv in each form, into CASE.FORM.
bodies() {
	awk -F, -v out="$1" '
	# A value as JSON, by itself.
	function json(x) {
		if (x == "")
			return "null"
		return x ~ /^(-?[0-9.]+|true|false)$/ ? x : "\"" x "\""
	}
	NR == 1 {
		n = NF
		for (j = 1; j <= n; j++)
			name[j] = $j
		next
	}
	{
		row = record = ""
		for (j = 1; j <= n; j++) {
			s = j > 1 ? "," : ""
			row = row s json($j)
			record = record s "\"" name[j] "\":" json($j)
			column[j] = column[j] (NR > 2 ? "," : "") json($j)
			if ($j !~ /^-?[0-9.]*$/)
				text[j] = 1
		}
		print "{" record "}" >(out ".jsonl")
		records = records (NR > 2 ? "," : "") "{" record "}"
		rows = rows (NR > 2 ? "," : "") "[" row "]"
	}
	END {
		for (j = 1; j <= n; j++) {
			s = j > 1 ? "," : ""
			names = names s "\"" name[j] "\""
			columns = columns s "\"" name[j] "\":[" column[j] "]"
			type = name[j] == "vip" ? "BOOL" : \
			    text[j] ? "BYTES" : "FP64"
			tensors = tensors s "{\"name\":\"" name[j] \
			    "\",\"shape\":[5],\"datatype\":\"" type \
			    "\",\"data\":[" column[j] "]}"
		}
		print "{\"dataframe_records\":[" records "]}" >(out ".records")
		print "{\"dataframe_split\":{\"columns\":[" names \
		    "],\"data\":[" rows "]}}" >(out ".split")
		print "{\"instances\":[" records "]}" >(out ".instances")
		print "{\"instances\":[" rows "]}" >(out ".lists")
		print "{\"inputs\":{" columns "}}" >(out ".inputs")
		print "{\"inputs\":[" tensors "]}" >(out ".v2")
		print "{\"inputs\":[{\"name\":\"all\",\"shape\":[5," n \
		    "],\"datatype\":\"BYTES\",\"data\":[" rows "]}]}" \
		    >(out ".matrix")
	}' "$1.csv"
}

json=application/json
post() {
	curl -sS -H "Content-Type: $2" --data-binary "@$3" "$url$1"
}
scores() {
	grep -o '"score":[^,}]*' | cut -d: -f2
}
tensor_scores() {
	sed 's/.*"score"[^]]*\],"data":\[//; s/\].*//' | tr , '\n'
	echo
}
# count CASE: what /metrics has counted of its fault.
count() {
	case $1 in
	unseen) key='column="city",fault="unseen_category"' ;;
	absent) key='column="vip",fault="absent"' ;;
	unknown) key='column="x",fault="unknown"' ;;
	bad) key='column="age",fault="bad_value"' ;;
	plain) key=nothing ;;
	esac
	curl -sS "$url/metrics" | grep "^mlc_column_faults_total" >faults || :
	sed -n "s/^mlc_column_faults_total{model=\"[mg]\",version=\"[0-9a-f]*\",$key} //p" faults
}
# entry CASE WHAT: the scores in got are those wanted, and one more fault.
entry() {
	cmp got want || echo "$model: $1: $2: other scores"
	n=$((n + 1))
	[ $1 = plain ] || [ "$(count $1)" = $n ] ||
		echo "$model: $1: $2: counted $(count $1), not $n"
}

for model in m g; do
	serve $model.mlc -j2

	for case in plain unseen absent unknown bad; do
		bodies $case
		mlc-serve $model.mlc --only -O csv <$case.csv 2>told |
			tail -n +2 | cut -d, -f2 >want
		test "$(wc -l <want)" -eq 5
		[ $model = g ] || cat told
		mlc-ingest $case.csv -o $case.mlcs
		mlc-ingest $case.csv -O arrow -o $case.arrow
		for form in jsonl mlcs arrow; do
			mlc-serve $model.mlc --only -O csv <$case.$form \
			    2>told.$form | tail -n +2 | cut -d, -f2 >got
			cmp got want
			cmp told.$form told
		done
		n=0
		for form in records split instances inputs; do
			post /invocations $json $case.$form | scores >got
			entry $case "/invocations $form"
			post /v1/models/$model:predict $json $case.$form |
				scores >got
			entry $case "/v1 $form"
		done
		post /invocations text/csv $case.csv | scores >got
		entry $case '/invocations text/csv'
		post /v2/models/$model/infer $json $case.v2 | tensor_scores >got
		entry $case '/v2 a tensor a column'
		binary $case
		cat $case.head $case.tail >body
		curl -sS --data-binary @body -H 'Content-Type: application/octet-stream' \
		    -H "Inference-Header-Content-Length: $(wc -c <$case.head)" \
		    "$url/v2/models/$model/infer" | tensor_scores >got
		entry $case '/v2 binary tensors'
		# By position there is no column too few or too many.
		case $case in absent | unknown) continue ;; esac
		post /invocations $json $case.lists | scores >got
		entry $case '/invocations lists'
		post /v2/models/$model/infer $json $case.matrix |
			tensor_scores >got
		entry $case '/v2 one tensor'
	done
	# Nothing else was counted.
	curl -sS "$url/metrics" | grep -c '^mlc_column_faults_total'
	kill $pid
	wait $pid
done
trap - EXIT
