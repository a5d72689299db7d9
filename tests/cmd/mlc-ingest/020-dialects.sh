# Delimiters, BOM, CRLF, blank lines, no final newline, no header.
printf '\357\273\277a;b\r\n1;x\r\n\r\n2;y' | mlc-ingest -O csv
printf 'a\tb,c\n1\t2\n' | mlc-ingest -O csv
printf '1|2\n3|4\n' | mlc-ingest -O csv
printf 'a,b\n' | mlc-ingest -O csv --no-header
printf '1:2\n' | mlc-ingest -O csv --delimiter : --header p,q
