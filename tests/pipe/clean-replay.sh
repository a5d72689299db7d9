# Steps that learn columns and values do to served rows what they did in
# training: cleaned columns, and the scores of held-out rows, are the same.
set -e
zcat "$MLC_DATA/churn.csv.gz" | awk -F, -v OFS=, '
	BEGIN { srand(5) }
	NR == 1 { print $0, "code", "doc"; next }
	{ code = int(rand() * 9); for (i = int(rand() * 3); i > 0; i--)
		code = code "/" int(rand() * 4)
	  if (rand() < 0.2) $19 = ""
	  if (rand() < 0.2) $20 = ""
	  doc = "\"{\"\"w\"\":" int(rand() * 50) / 4 ",\"\"k\"\":\"\""
	  doc = doc substr("abc", 1 + int(rand() * 3), 1) "\"\"}\""
	  if (rand() < 0.1) doc = ""
	  print $0, code, doc }' >raw.csv
mlc-ingest --types code=string -t churn raw.csv | mlc-split 60:40 >split.mlcs
mlc-clean --split-text code=/ --parse-json doc \
	--iterative-impute '@numeric' split.mlcs >clean.mlcs
mlc-encode --auto clean.mlcs | mlc-train logistic -o m.mlc >held-out.mlcs
mlc-ingest -O csv held-out.mlcs >all.csv
# The raw rows that were held out, as they were before any step.
mlc-clean --where "split = 'test'" -O csv split.mlcs >test.csv
mlc-clean --drop split -O csv test.csv >held-out.csv
mv held-out.csv test.csv
mlc-serve m.mlc --only -O csv <test.csv >served
n=$(head -n 1 all.csv | tr ',' '\n' | grep -n '^prediction$' | cut -d: -f1)
cut -d, -f"$n"- all.csv >trained
cmp trained served
test "$(wc -l <served)" -gt 2700
# What one row alone gets is what it gets among others.
head -n 1 test.csv >one.csv
sed -n 12p test.csv >>one.csv
mlc-serve m.mlc --only -O csv <one.csv | tail -n 1 >a
sed -n 12p served | cmp - a
# mlc-drift replays them as well.
mlc-drift m.mlc -O csv <test.csv | grep -c 'code\|doc' >count || true
test "$(cat count)" -gt 0
