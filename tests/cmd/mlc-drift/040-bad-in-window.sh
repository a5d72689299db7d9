# Texts that are no value are counted in the window in which they are.
(echo x; seq 500) >then.csv
awk 'NR > 300 && NR <= 400 && NR % 4 == 0 { print "much"; next }
	{ print }' then.csv >bad.csv
must_exit 1 mlc-drift -r then.csv --window 100 --tests wrong_type -O csv \
	bad.csv | cut -d, -f1,5,8
