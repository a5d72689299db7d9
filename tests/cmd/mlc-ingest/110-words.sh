# What is written for no value, infinity in JSON and back, blanks, fine times.
types() {
	mlc-ingest --no-lineage "$@" | sed -n '1s/.*columns":\[\(.*\)\],"rec.*/\1/p'
}
printf 'v,w,t\n1,#DIV/0!,2024-01-31T10:00:00.123456789Z\n\\N,-0,NaT\n' >words.csv
types words.csv
mlc-ingest -O csv words.csv
# Python 3.11: json.loads(json.dumps(float("inf"))) is inf
printf 'v\n-inf\n1.5\ninf\n' | mlc-ingest -O jsonl >inf.jsonl
cat inf.jsonl
mlc-ingest -O csv inf.jsonl
# pandas.read_csv(..., skipinitialspace=True).dtypes: int64, object, float64
printf 'a, b, c\n1, x y, 2.5\n2, z, \n' >blanks.csv
types blanks.csv
mlc-ingest -q -O csv blanks.csv
printf 'a,b\n1, x\n2,y\n' | types
# Integers beyond 64 bits are ids, in JSON as in CSV.
printf '{"id":18446744073709551616,"f":1.50,"a":[1, 2.50,"\\u0000"]}\n{"id":"x","f":"y"}\n' |
	mlc-ingest -O csv
printf '"a,b",c=d,e\n1,2,3\n' | mlc-ingest -O jsonl \
	--types '`a,b`=string,`c=d`=float,e=int'
# A column without a name gets one that is free.
printf ',x1,\n1,2,3\n' | mlc-ingest -O csv
printf 'x3,b,\n1,2,3\n' | mlc-ingest -O csv
