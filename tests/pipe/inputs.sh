# A model's inputs are the raw columns that its recipe and learner need: those
# of dropped columns, groups and ids are on no page, in no metadata, and are
# not missed when they are absent.
. "$MLC_TOP/tests/fault/http_server"
set -e
awk 'BEGIN {
	srand(5)
	print "id,house,seen,age,old name,city,fee,junk,note,check,y"
	for (i = 1; i <= 400; i++) {
		a = int(20 + 60 * rand()); f = int(1000 * rand())
		printf "%d,h%d,2024-03-%02d,%s,%d,%s,%d,%d,n%d,%d,%s\n", i,
		    i % 40, 1 + i % 28, (rand() < 0.1) ? "" : a, f,
		    i % 3 ? "Ulm" : "Bonn", 2 * f, (rand() < 0.2) ? 1 : 7, i,
		    f, (a + f / 20 + 20 * rand() > 75) ? "yes" : "no"
	}
}' >rows.csv
mlc-ingest rows.csv -t y --role id=id --role house=group --role note=ignore |
	mlc-clean -i auto --indicator --derive 'ratio = fee / age' \
	    --rename 'old name=new name' --expect 'check >= 0' \
	    --drop fee,junk,check | mlc-split 80:20 --by house |
	mlc-encode --auto | mlc-train logistic -o m.mlc >held-out.mlcs

tar --zstd -xOf m.mlc manifest.json | grep -o '"inputs":[^]]*]'

# fee is needed for ratio, check for the rule; the others are not told of.
cut -d, -f3-7,10 rows.csv | head -n 6 | mlc-serve m.mlc -O csv --only |
	head -n 1
cut -d, -f2,4-6 rows.csv | head -n 6 | mlc-serve m.mlc -O csv | head -n 1
printf 'id,junk,x\n1,2,3\n' >strangers.csv
must_exit 2 mlc-serve m.mlc <strangers.csv

serve m.mlc
curl -sS "$url/" | grep -o '\(input\|select\) name="[^"]*"'
curl -sS "$url/v2/models/m" |
	sed 's/"outputs".*//' | grep -o '"name":"[^"]*","datatype":"[A-Z0-9]*"'
# By position: all columns but the target, those of feature roles, or inputs.
post() {
	curl -sS -H 'Content-Type: application/json' -d "{\"instances\":[$1]}" \
	    "$url/v1/models/m:predict" | sed 's/[0-9.e-]*}/S}/'
	echo
}
post '[1,"h1","2024-03-04",50,100,"Ulm",200,7,"n",3]'
post '["2024-03-04",50,100,"Ulm",200,7,3]'
post '["2024-03-04",50,100,"Ulm",200,3]'
post '[50,100]'
post '{"age":50}'
curl -sS "$url/metrics" | grep -v '^#' | sed -n '/absent/s/,version="[0-9a-f]*"//p'
