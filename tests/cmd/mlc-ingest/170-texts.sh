# Whole texts are rows: of files, of folders and of the members of archives.
mkdir -p mail/ham mail/spam/old
printf 'Dear all,\nlunch at "noon"?\n' >mail/ham/b.txt
printf 'see you\n' >mail/ham/a.txt
printf 'caf\351 and cr\350me\n' >mail/spam/1.txt
gzip -c mail/ham/a.txt >mail/spam/old/2.gz
printf '\357\273\277marked\n' >mail/spam/old/3.txt
printf 's\000i\000x\000' >mail/spam/old/6.txt
: >mail/spam/old/empty.txt
mlc-ingest -f text mail -t folder -O csv
tar cf mail.tar mail/ham mail/spam
mlc-ingest -f text mail.tar:'mail/ham/*' -O csv
cd mail/ham && mlc-ingest -f text a.txt -O csv && mlc-ingest -f text -O csv <a.txt
cd ../..

# What the model was trained on is read again the same way; the lineage has the
# archive, or says how many files there are.
mlc-ingest -f text -q mail.tar | head -n 1 | grep -o '"sources":.*"files":[0-9]*'
mlc-ingest -f text -q mail.tar | tail -n 1 | grep -o '"bytes":[0-9]*'
sha256sum mail.tar | cut -c1-64 >want
mlc-ingest -f text -q mail.tar | tail -n 1 | grep -o '[0-9a-f]\{64\}' | cmp - want
mkdir many
for i in $(seq 150); do echo "text $i" >many/$i; done
mlc-ingest -f text many | head -n 1 | grep -o '"sources":.*"files":[0-9]*'
mlc-ingest -f text many | mlc-ingest -O csv | wc -l

# Columns are selected and cut as of any source.
mlc-ingest -f text many --select text,folder --limit 2 -O csv

printf 'a\000b' >bad.txt
must_exit 2 mlc-ingest -f text mail/ham bad.txt
must_exit 2 mlc-ingest -f text --encoding utf-8 mail/spam/1.txt
mlc-ingest -f text mail/ham bad.txt --on-bad skip -O csv | wc -l
mlc-ingest -f text mail/ham bad.txt --on-bad null -O csv | tail -n 1
must_exit 2 mlc-ingest -f text nowhere
mkdir empty
must_exit 2 mlc-ingest -f text empty
