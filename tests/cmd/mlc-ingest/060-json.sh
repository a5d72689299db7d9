# Rows of JSON, a line each or in an array.
printf '{"a":1,"b":{"c":"x"}}\n{"a":2.5,"d":[1,"y"],"e":null}\n' |
	mlc-ingest -O csv
printf '[{"a":true},\n {"a":false}]\n' | mlc-ingest -O csv
printf '{"a":1}\n{"a":}\n' | must_exit 2 mlc-ingest
printf '[{"a":1}\n' | must_exit 2 mlc-ingest
