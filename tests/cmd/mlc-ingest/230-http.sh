# Files of a web server, nginx: the same rows as of the file itself.
. "$MLC_TOP/tests/nginx_server"
# unnamed COMMAND...: its output without what differs from run to run
unnamed() { "$@" 2>&1 | sed "s|$url|URL|g; s|$dir|DIR|g"; }
# same FILE [OPTION...]: of the server and of the disk
same() {
	name=$1
	shift
	mlc-ingest "$@" "www/$name" -O csv >want && [ -s want ] || echo "bad test"
	mlc-ingest "$@" "$url/$name" -O csv | cmp - want
}
awk 'BEGIN { print "id,x,name"
	for (i = 1; i <= 30000; i++) print i "," i + .5 ",row " i }' >www/rows.csv
mlc-ingest www/rows.csv -o www/rows.parquet
mlc-ingest www/rows.csv -o www/rows.arrow
gzip -c www/rows.csv >www/rows.csv.gz
(cd www && zip -q rows.zip rows.csv)
mlc-ingest "$MLC_DATA/penguins.csv" -O csv >a.csv
cp a.csv www/a.csv
: >www/empty.csv
same rows.csv
same rows.parquet
same rows.arrow
same rows.csv.gz
same rows.zip
same a.csv
mlc-ingest "$url/moved/rows.csv" -O csv | cmp - www/rows.csv

# The first request is for a part, and the rest is asked for if it is the same.
: >"$dir/access"
mlc-ingest "$url/rows.csv" -O csv | cmp - www/rows.csv
sed 's/.*"\(GET [^"]*\)" \([0-9]* [0-9]*\).*/\1 \2/' "$dir/access" |
	sed "s/$(($(wc -c <www/rows.csv) - 65536))/REST/"

# Of a Parquet file, columns that are not selected are not asked for.
: >"$dir/access"
mlc-ingest "$url/rows.parquet" --select id -O csv | cksum >a
cut -d, -f1 www/rows.csv | cksum | cmp - a
awk -v all=$(wc -c <www/rows.parquet) '{ n += $10 }
	END { print n < .9 * all ? "a part" : "all of it: " n " " all }' "$dir/access"

# What the lineage has of them.
mlc-ingest "$url/a.csv" | tail -n 1 | grep -o '"bytes.*"sha256":"[0-9a-f]*' |
	sed "s/$(sha256sum <www/a.csv | cut -c1-64)/SHA/"
mlc-ingest "$url/rows.parquet" | tail -n 1 | grep -o '"version":"' | head -n 1
good=$(sha256sum <www/a.csv | cut -c1-64)
mlc-ingest "$url/a.csv#sha256=$good" -O csv | cmp - www/a.csv
must_exit 2 mlc-ingest "$url/a.csv#sha256=$(printf %064d 0)" >rows 2>err
wc -c <rows
sed "s|$url|URL|; s|$good|SHA|" err
unnamed must_exit 2 mlc-ingest "$url/a.csv#sha256=12"

# Several, and a file and a server.
mlc-ingest "$url/a.csv" www/a.csv --source-column from -O csv |
	sed "s|$url|URL|" | sed -n '345,346p'
mlc-profile "$url/a.csv" --only type -O csv 2>/dev/null | head -n 2

unnamed must_exit 2 mlc-ingest "$url/none.csv"
unnamed must_exit 2 mlc-ingest "$url/empty.csv"
unnamed must_exit 2 mlc-ingest "$url/private/a.csv"
must_exit 2 mlc-ingest http://127.0.0.1:1/a.csv 2>&1 | sed 's,after.*:,,'
must_exit 2 mlc-ingest ftp://127.0.0.1/a.csv
unnamed must_exit 2 mlc-ingest "http://me:s3cret-word@127.0.0.1/private/a.csv"

# Credentials of ~/.netrc and of profiles, which no output has.
cp www/a.csv www/private/a.csv
HOME=$PWD
export HOME
printf 'machine 127.0.0.1 login me password s3cret-word\n' >.netrc
mlc-ingest -v "$url/private/a.csv" -o n.mlcs 2>n.err
mlc-ingest n.mlcs -O csv | cmp - a.csv
rm .netrc
mkdir -p .config/mlc
cat >.config/mlc/sources <<E
# what is in the house
[house]
address = $url/private/
user = me
password = s3cret-word
[wrong]
address = $url/private/
user = me
password = an0ther-word
[bad]
address = sqlite:x.db
E
unnamed must_exit 2 mlc-ingest source:house/a.csv | sed "s|$PWD|HOME|"
chmod 600 .config/mlc/sources
mlc-ingest -v source:house/a.csv -o p.mlcs 2>p.err
mlc-ingest p.mlcs -O csv | cmp - a.csv
mlc-train baseline -v -t body_mass_g source:house/a.csv -o m.mlc 2>t.err
mlc-show m.mlc >s.out 2>&1
zstd -dc m.mlc >m.tar
unnamed must_exit 2 mlc-ingest -v source:wrong/a.csv
must_exit 2 mlc-ingest -v source:wrong/a.csv 2>w.err
unnamed must_exit 2 mlc-ingest source:nobody/a.csv | sed "s|$PWD|HOME|"
unnamed must_exit 2 mlc-ingest source:bad | sed "s|$PWD|HOME|"
# The profiles may come from elsewhere.
sed 's/house/piped/' .config/mlc/sources |
	MLC_SOURCES=/dev/stdin mlc-ingest source:piped/a.csv -O csv |
	cmp - a.csv
head -n 1 p.mlcs | grep -o '"name":"http[^"]*' | sed "s|$url|URL|"
grep -l 's3cret-word\|an0ther-word' n.mlcs n.err p.mlcs p.err m.tar t.err s.out \
	w.err
mlc-ingest "$url/a.csv?token=s3cret-word&day=3&X-Amz-Signature=s3cret-word" |
	head -n 1 | grep -o "$url[^\"]*" | sort -u | sed "s|$url|URL|"
