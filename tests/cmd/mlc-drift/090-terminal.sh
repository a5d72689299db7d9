# For a person what is ok is a line each of five columns; a form that is asked for
# has them all.
awk 'BEGIN { print "a,b,c,d,e,f,g,h"
	for (i = 0; i < 200; i++) { printf "%d", i * 7919 % 211
		for (j = 2; j <= 8; j++) printf ",%d", i * j * 104729 % 199
		print "" } }' >ref.csv
terminal 80 'mlc-drift -r ref.csv ref.csv' | sed 's/  *[0-9.-][0-9.-]*/ N/g'
awk -F, -v OFS=, 'NR > 1 { $3 += 150 } 1' ref.csv >cur.csv
terminal 60 'mlc-drift -r ref.csv cur.csv' | cut -c1-22
terminal 80 'mlc-drift -r ref.csv cur.csv -O table' | wc -l
# What a model is stands beside its name, at any width.
mlc-ingest -t h ref.csv | mlc-clean -i auto | mlc-train linear -o model-of-a-long-name.mlc
terminal 50 'mlc-show model-of-a-long-name.mlc' | head -3
