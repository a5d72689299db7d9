# Rows with too few fields and with too many, as plain rows and in a stream.
# Scored or watched they stand for rows with values missing, and are told.
. "$MLC_TOP/tests/fault/every_tool"

{ head -n 4 good.csv; echo Adelie,Dream; sed -n '6,$p' good.csv; } >short.csv
sed '5s/$/,more/' good.csv >long.csv
mlc-ingest good.csv --no-lineage -O mlc >good.mlcs
sed '6s/,[^,]*$//' good.mlcs >short.mlcs
sed '6s/$/,more/' good.mlcs >long.mlcs

# ragged COMMAND INPUT LINE PATTERN WORDS
ragged() {
	if is_lenient "$1"; then
		kept "$1" "$5"
	else
		refuses_input "$1" "$2" ":$3: $4"
	fi
}

# kept COMMAND PATTERN: all rows are there, and the message is.
kept() {
	eval "$1 -O csv" >stdout 2>err || [ $? -eq 1 ] ||
		complain "$1" "failed"
	case $1 in mlc-serve*)
		[ "$(wc -l <stdout)" -eq "$(wc -l <good.csv)" ] ||
			complain "$1" "a row was lost"
		grep -q "$2: 1$" err || complain "$1" "not told" ;;
	esac
}

each ragged short.csv short.csv 5 "2 fields, header has 7" "taken as missing"
each refuses_input short.mlcs short.mlcs ":6: 6 fields, header has 7"
each refuses_input long.mlcs long.mlcs ":6: 8 fields, header has 7"
each ragged long.csv long.csv 5 "8 fields, header has 7" "without values"
