# Arrow's JavaScript implementation reads what we write, and we read what it
# writes: streams and files, every type, missing values and dictionaries.
NODE_MODULES=${MLC_NODE:-$MLC_BUILD/../node}/node_modules
export NODE_MODULES
js=$MLC_TOP/tests/compat/arrow
command -v node >/dev/null || { echo "there is no node"; exit 77; }
[ -d "$NODE_MODULES/apache-arrow" ] || {
	echo "apache-arrow is not installed: see scripts/setup"
	exit 77
}
set -e

cat >all.mlcs <<'END'
#mlc {"mlc":1,"columns":[{"name":"flag","type":"bool"},{"name":"n","type":"int","role":"id"},{"name":"x","type":"float"},{"name":"s","type":"string"},{"name":"t","type":"time"},{"name":"v","type":"vector","width":2},{"name":"p","type":"sparse","width":10}],"recipe":[]}
flag,n,x,s,t,v,p
true,-9223372036854775808,3.0,"",1970-01-01,0.5 -2,3:0.25 7:-2
false,9007199254740993,0.1,"a""b,é€😀",2024-05-01T10:20:30.123456Z,16777216 1e-3,""
,,,,,,
true,-1,-inf,007,1969-12-31T23:59:59.999999Z,0 1,7:1
#end
END
mlc-ingest -O arrow all.mlcs >all.arrow
node "$js/read.mjs" all.arrow
mlc-ingest -O mlc --no-lineage all.arrow >back.mlcs
mlc-ingest -O mlc --no-lineage all.mlcs | cmp - back.mlcs

for kind in stream file; do
	echo "$kind of JavaScript:"
	node "$js/write.mjs" $kind js.$kind
	mlc-ingest -O jsonl js.$kind
done
