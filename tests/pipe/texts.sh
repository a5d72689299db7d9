# A text means the same on every road by which it can come: a field of CSV, a
# string and a number of a JSON request, a cast, an expression, an option's
# constant.  Each line of texts: type, text, and the value as it is written;
# "missing" where the text is a word for no value, "bad" where it means nothing.
set -e

# Where rules of typing.h or numtext.h are at their limits: int64, 2^53, the
# least and largest doubles, the years 1 and 9999.
cat >texts <<'END'
int|34|34
int|-7|-7
int|+5|5
int|007|7
int|34.0|34
int|34.|34
int|-34.000|-34
int|3.4e1|34
int|1E3|1000
int|9223372036854775807|9223372036854775807
int|-9223372036854775808|-9223372036854775808
int|9223372036854775807.0|9223372036854775807
int|9007199254740993.0|9007199254740993
int|9007199254740991e0|9007199254740991
int|9007199254740993e0|bad
int|9223372036854775808|bad
int|9223372036854775808.0|bad
int|34.5|bad
int|1e-1|bad
int|inf|bad
int|0x10|bad
int|3 4|bad
int|1,000|bad
int|true|bad
int|abc|bad
int|NA|missing
int|n/a|missing
int|-|missing
int|nan|missing
int|null|missing
float|34|34.0
float|1e3|1000.0
float|.5|0.5
float|-0|-0.0
float|Inf|inf
float|-infinity|-inf
float|1e308|1e+308
float|1e309|bad
float|1e-400|0.0
float|0.1.2|bad
float|1 |bad
float|None|missing
float|NaN|missing
float|-nan|missing
float|.|missing
bool|true|true
bool|Yes|true
bool|T|true
bool|y|true
bool|1|true
bool|0|false
bool|FALSE|false
bool|n|false
bool|1.0|bad
bool|2|bad
bool|on|bad
bool|?|missing
time|2024-05-01|2024-05-01
time|2024-05-01 10:20|2024-05-01T10:20:00Z
time|2024-05-01T10:20:30.5+02:00|2024-05-01T08:20:30.500000Z
time|0001-01-01|0001-01-01
time|9999-12-31T23:59:59.999999Z|9999-12-31T23:59:59.999999Z
time|9999-12-31T23:59:59-01:00|bad
time|2023-02-29|bad
time|2024-05-01T24:00|bad
time|86400|bad
time|--|missing
string|NA|NA
string| a |" a "
string|34.0|34.0
string|007|007
END

# same ROAD: what came by it has to be what is wanted.
same() {
	cmp -s values got || echo "$1 of type $type: $(diff values got)"
}

# got ROAD: the same of the second column of out.csv.
got() {
	tail -n +2 out.csv | cut -d, -f2- >got
	same "$1"
}

# said N: N bad texts, as they are counted on standard error.
said() {
	[ "$bad" = "$(sed -n 's/.*: \([0-9]*\) bad values.*/\1/p
		s/.*missing\( now\)*: //p' err)" ] ||
		echo "not $bad bad texts of type $type: $(cat err)"
}

for type in int float bool time string; do
	grep "^$type|" texts >rows
	bad=$(grep -c '|bad$' rows) || bad=
	sed 's/.*|//; s/^bad$//; s/^missing$//' rows >values
	{ echo n,v; awk -F'|' '{ q = $2 ~ /,/ ? "\"" : ""
		print NR "," q $2 q }' rows; } >in.csv

	mlc-ingest --types v=$type --on-bad null in.csv -O csv >out.csv 2>err
	got 'CSV'
	said

	mlc-ingest --types v=string in.csv >in.mlcs
	mlc-clean --cast v=$type in.mlcs -O csv >out.csv 2>err
	got cast
	[ $type = string ] || said

	mlc-clean --derive "w = $type(v)" --drop v in.mlcs -O csv >out.csv
	got expression

	# Of this model only what it reads matters.
	printf 'n,v,y\n1,,0\n2,,1\n' |
		mlc-ingest --types n=int,v=$type -t y |
		mlc-train baseline -o m.mlc
	awk -F'|' '{ printf "{\"n\":%d,\"v\":\"%s\"}\n", NR, $2 }' rows |
		mlc-serve m.mlc -O csv 2>err | sed 's/,[^,]*,[^,]*$//' >out.csv
	got 'a string in JSON'
	said
	# Numbers that a double holds: others are not read as they are written.
	awk -F'|' '{ n = $2 ~ /^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][0-9]+)?$/ &&
		length($2) < 16 && $2 != "1e309" && $2 != "-0"
		printf "{\"n\":%d,\"v\":%s%s%s}\n", NR, n ? "" : "\"", $2,
		n ? "" : "\"" }' rows |
		mlc-serve m.mlc -O csv 2>err | sed 's/,[^,]*,[^,]*$//' >out.csv
	got 'a number in JSON'
	said

	# A constant fills the gap of a column, or is refused; for a column of
	# ints it may be a float, which the column then becomes.
	printf 'n,v\n1,\n' | mlc-ingest --types v=$type >gap.mlcs
	while IFS='|' read -r _ text value; do
		if mlc-clean --impute "v=const:$text" gap.mlcs -O csv \
		    >out.csv 2>err; then
			tail -n 1 out.csv | cut -d, -f2-
		else
			echo
		fi
	done <rows >got
	paste -d'|' rows values | sed '
		/^int|9007199254740993e0|/s/.*/|9007199254740992.0/
		/^int|9223372036854775808/s/.*/|9.223372036854776e+18/
		/^int|34.5|/s/.*/|34.5/
		/^int|1e-1|/s/.*/|0.1/
		/^int|inf|/s/.*/|inf/
		s/.*|//' >wanted
	mv wanted values
	same constant
done

# So is a class that is named: 1.0 is the int 1, yes the bool true.
for named in 'int 1.0' 'int 1e0' 'bool yes' 'bool 1' 'float 1'; do
	printf 'x,y\n1,0\n2,1\n3,1\n' |
		mlc-ingest --types "x=int,y=${named% *}" -t y |
		mlc-train baseline --task classification --positive "${named#* }" -o m.mlc
	mlc-serve m.mlc --only -O csv <<-END
		x
		1
	END
done
