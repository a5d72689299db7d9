# One answer on every road: texts times roads. A row of JSON or CSV gets the
# same score on standard input and over HTTP, in every protocol and shape, with
# a byte order mark in front or without.
. "$MLC_TOP/tests/fault/http_server"
set -e
serve_model

# Column, JSON text, and the text in CSV or nothing where it has none. What
# Python's json.loads makes of each: the two non-finite words and 1e400 are
# floats, whole numbers are exact, escapes are characters.
cat >texts <<'END'
age	30	30
age	30.0	30.0
age	3e1	3e1
age	-0	-0
age	"30"	"30"
age	null	
age	NaN	NaN
age	30.5	30.5
age	Infinity	Infinity
age	1e400	1e400
age	12345678901234567890	12345678901234567890
age	true	true
age	"x"	x
age	[30]	
fee	1000	1000
fee	1e3	1e3
fee	NaN	NaN
fee	null	
fee	1e400	1e400
fee	-1e400	-1e400
fee	1e-400	1e-400
fee	Infinity	Infinity
fee	-Infinity	-Infinity
fee	12345678901234567890	12345678901234567890
fee	1.2345678901234567e19	1.2345678901234567e19
fee	"1000"	"1000"
city	"Ulm"	Ulm
city	"U\u006cm"	Ulm
city	"\u0000"	-
city	"\ud83d"	-
city	"\udc00Ulm"	-
city	"\ud83d\ude00"	-
city	7	7
city	1.50	1.5
city	18446744073709551616	18446744073709551616
city	["a", 1]	-
city	null	
vip	true	true
vip	1	1
vip	"yes"	yes
vip	NaN	NaN
vip	null	
vip	2	2
END
awk -F '\t' '
function tensor(name, type, data) {
	return "{\"name\":\"" name "\",\"shape\":[" n "],\"datatype\":\"" \
	    type "\",\"data\":[" data "]}"
}
function values() {
	return v["age"] "," v["city"] "," v["fee"] "," v["vip"]
}
BEGIN { print "age,city,fee,vip" >"csv" }
{
	v["age"] = 40; v["city"] = "\"Bonn\""; v["fee"] = 500
	v["vip"] = "false"; v[$1] = $2
	record = "{\"age\":" v["age"] ",\"city\":" v["city"] ",\"fee\":" \
	    v["fee"] ",\"vip\":" v["vip"] "}"
	print record >"jsonl"
	s = NR > 1 ? "," : ""
	records = records s record; lists = lists s "[" values() "]"
	if ($2 !~ /\[/) {	# in a column it would be values
		s = n++ > 0 ? "," : ""
		age = age s v["age"]; city = city s v["city"]
		fee = fee s v["fee"]; vip = vip s v["vip"]
		print NR >"columns.rows"
	}
	if ($3 != "-") {
		v[$1] = $3
		print values() >"csv"
		print NR >"csv.rows"
	}
}
END {
	print "[" records "]" >"json"
	print "{\"dataframe_records\":[" records "]}" >"records"
	print "{\"dataframe_split\":{\"columns\":[\"age\",\"city\",\"fee\"," \
	    "\"vip\"],\"data\":[" lists "]}}" >"split"
	print "{\"instances\":[" records "]}" >"instances"
	print "{\"inputs\":{\"age\":[" age "],\"city\":[" city "],\"fee\":[" \
	    fee "],\"vip\":[" vip "]}}" >"inputs"
	print "{\"inputs\":[" tensor("age", "INT64", age) "," \
	    tensor("city", "BYTES", city) "," tensor("fee", "FP64", fee) "," \
	    tensor("vip", "BOOL", vip) "]}" >"v2"
}' texts

from() {
	mlc-serve -q m.mlc -O csv --only | tail -n +2 | cut -d, -f2 | tr -d '"'
}
post() {	# PATH TYPE FILE
	curl -sS -H "Content-Type: $2" --data-binary "@$3" "$url$1"
}
scores() {
	grep -o '"score":[^,}]*' | cut -d: -f2 | sed 's/null//'
}
rows() {	# those that are listed
	awk 'NR == FNR { want[$1]; next } FNR in want' "$1" want
}
from <jsonl >want
test "$(wc -l <want)" -eq "$(wc -l <texts)"
# What became of each text, by the score of a row without the value.
paste texts want | awk -F '\t' 'NR == FNR { if ($2 == "null") none[$1] = $4
	next } { print $1, $2, $4 == "" ? "no prediction" : \
	$4 == none[$1] ? "missing" : "a value" }' - /dev/fd/3 3<<END
$(paste texts want)
END
rows columns.rows >want.columns
rows csv.rows >want.csv

serve m.mlc --log log.jsonl -j2
json=application/json
for mark in '' '\357\273\277'; do
	for f in csv json jsonl records split instances inputs v2; do
		{ printf "$mark"; cat $f; } >marked
		case $f in
		jsonl | json) from <marked | cmp - want ;;
		csv)
			from <marked | cmp - want.csv
			post /invocations text/csv marked | scores |
				cmp - want.csv ;;
		v2)
			post /v2/models/m/infer $json marked | tr -d '\n' |
				sed 's/.*"score"[^]]*\],"data":\[//; s/\].*//' |
				sed 's/null//g' | tr , '\n' >got
			echo >>got
			cmp got want.columns ;;
		inputs)
			post /invocations $json marked | scores |
				cmp - want.columns
			post /v1/models/m:predict $json marked | scores |
				cmp - want.columns ;;
		*)
			post /invocations $json marked | scores | cmp - want
			post /v1/models/m:predict $json marked | scores |
				cmp - want ;;
		esac
	done
done
stop || :
# The log has them all, and every tool reads it.
mlc-ingest -q log.jsonl -O csv | wc -l
mlc-serve -q m.mlc -O csv --only <log.jsonl | tail -n +2 | cut -d, -f2 |
	tr -d '"' | sort -u >got
sort -u want | cmp - got
mlc-drift m.mlc log.jsonl --min-rows 1 -O csv 2>&1 >/dev/null || :
