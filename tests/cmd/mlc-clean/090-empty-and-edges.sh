# Header only, CRLF, BOM, no final newline; nothing to do.
set -e
printf 'a,b\n' | mlc-clean -i auto --dedupe --derive 'c=b is missing' -O csv
printf 'a,b\r\n1,\r\n2,3' | mlc-clean -i auto -O csv
printf '\357\273\277a,b\n1,2\n' | mlc-clean -O csv
printf 'a,b\n1,\n,2\n' | mlc-clean -O csv
