# Missing tokens, trimming, and a choice of rows and columns.
printf 'a,b\nNA, x \n 2,"NA"\n?,z\n' >in.csv
mlc-ingest in.csv --na NA,? --trim -O csv
mlc-ingest in.csv --select b --skip 1 --limit 1 -O csv
mlc-ingest in.csv --na NA --infer 1 --types a=string -O csv
seq 1000000 | mlc-ingest -O csv | head -n 2
