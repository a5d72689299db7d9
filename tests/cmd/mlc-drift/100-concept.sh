# Errors of predictions: one row in ten is wrong, from row 501 on one in three
# more. Alarms are where drift.ADWIN, binary.DDM and binary.HDDMA of river
# 0.26.1 have theirs on the same errors.
awk 'BEGIN {
	print "id,y,p"
	for (i = 0; i < 1000; i++) {
		wrong = i % 10 == 0 || (i >= 500 && i % 3 == 0)
		print i "," (i % 2 ? "a" : "b") "," (i % 2 != wrong ? "a" : "b")
	}
}' >s.csv
concept='mlc-drift --concept adwin,ddm,hddm-a'
must_exit 1 $concept --truth y --prediction p s.csv

# The same by labels that come in another order, some of them late.
cut -d , -f 1,3 s.csv >p.csv
(echo key,y,other; sed 1d s.csv | cut -d , -f 1,2 | sort -r |
	sed 's/$/,1/; /^77[0-9],/d') >l.csv
must_exit 1 $concept --labels l.csv --on id=key --truth y --prediction p \
	--only-drift -O csv p.csv
must_exit 2 $concept --labels l.csv --on id=key --prediction p p.csv
must_exit 2 $concept --labels l.csv --prediction p p.csv
must_exit 2 $concept --labels l.csv --on id=kei --prediction p p.csv

# By a model, which is asked for what it says of the rows.
mlc-ingest "$MLC_DATA/penguins.csv" -t species |
	mlc-train baseline -o m.mlc
sed 1d "$MLC_DATA/penguins.csv" | cut -d , -f 1 | sort | uniq -c
mlc-drift --concept adwin m.mlc -O csv "$MLC_DATA/penguins.csv"

# A regression's errors have the unit of the first ones, or one that is given.
awk 'BEGIN {
	print "at,y,p"
	for (i = 0; i < 1200; i++)
		print "2024-01-" 10 + int(i / 100) "," i + .5 "," \
		    i + .5 + (i % 5 + 1) * (i < 600 ? 1000 : 2500)
}' >n.csv
numbers='mlc-drift --truth y --prediction p n.csv -O csv'
must_exit 1 $numbers --concept adwin,page-hinkley,kswin --time at
must_exit 1 $numbers --concept page-hinkley --error-unit 1 --only-drift |
	wc -l
must_exit 2 $numbers --concept adwin,ddm
must_exit 2 $numbers --concept adwin --error-unit 0
head -n 1 n.csv | must_exit 2 mlc-drift --concept ddm --truth y --prediction p
must_exit 2 $numbers --concept adwin --window 100
must_exit 2 $numbers --concept kswin:window=10
