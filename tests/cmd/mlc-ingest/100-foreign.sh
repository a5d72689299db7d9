# What is no table is refused, in words that tell what to do.
set -e
printf 'a,y\n1,2\n2,3\n3,5\n' >rows.csv
mlc-train baseline -t y -o m.mlc rows.csv
refuse() {
	must_exit 2 mlc-ingest "$@" </dev/null
}
refuse m.mlc
must_exit 2 mlc-profile <m.mlc
printf 'PARE\025\004\025' >rows.parquet
refuse rows.parquet
printf '<Types/>' >'[Content_Types].xml'
zip -q book.xlsx '[Content_Types].xml' rows.parquet
refuse book.xlsx
zip -q data.zip rows.csv rows.parquet
refuse data.zip
mlc-ingest 'data.zip:*.csv' -O csv
printf 'SQLite format 3\0' >base.db
refuse base.db
refuse ftp://127.0.0.1/rows.csv
# Known by their first bytes, wherever they stand.
known() {
	printf "$1" >file
	refuse file
}
known 'ORC\0\1\2'
known 'Obj\1\4\24'
known 'FEA1\0\0'
known '\223NUMPY\1\0v\0'
known '\200\4\225\12\0'
known 'RDX3\nX\n\0\0'
known '<stata_dta><header>'
known '$FL2@(#)\0'
known '\0\0\0\0\0\0\0\0\0\0\0\0\302\352\201\140'
known '\0\0\0\0\0\0\0\0DUCK\1'
known '\211PNG\r\n\32\n'
known '\37\235\220'
known 'version https://git-lfs.github.com/spec/v1\noid sha256:4d\nsize 9\n'
known '\n <!doctype html>\n<p>404\n'
known '<?xml version="1.0"?><Error/>\n'
known '[[1,2],[3,4]]\n'
known '[\n [1,\n 2]]\n'
known '["a",1]\n["b",2]\n'
known "{'a': 1, 'b': None}\\n"
must_exit 2 mlc-profile <file
printf x >a.npy
zip -q arrays.npz a.npy
refuse arrays.npz
# Tables that look a little like those are read.
printf 'ORCID,GIF89\n1,2\n' | mlc-ingest -O csv
printf '<TICKER>,<PER>\na,1\n' | mlc-ingest -O csv
printf '[a],[b]\n1,2\n' | mlc-ingest -O csv
printf 'at 12\n12 10:30\n' | mlc-ingest -O csv
printf '[[1,2],[3,4]]\na,b,c\n' | mlc-ingest -f csv --no-header -O csv --on-bad skip
