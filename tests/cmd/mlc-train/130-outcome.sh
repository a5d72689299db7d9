# What a model cannot have is said, before or after the rows are read, and no
# file is left.
cp "$MLC_DATA/penguins.csv" p.csv
t='mlc-train gbdt --trees 5 --early-stop 0 -o no.mlc'
must_exit 2 $t -t body_mass_g --target-transform logg p.csv 2>&1 | head -1
must_exit 2 $t -t species --target-transform log p.csv
must_exit 2 $t -t body_mass_g --calibrate sigmoid p.csv
must_exit 2 $t -t sex --calibrate iso p.csv 2>&1 | head -1
must_exit 2 $t -t species --threshold-for f1 p.csv
must_exit 2 $t -t sex --threshold-for 'recall > 1' p.csv 2>&1 | head -1
must_exit 2 $t -t sex --threshold-for f1 --cost fn=2 p.csv 2>&1 | head -1
must_exit 2 $t -t sex --cost fn=-2 p.csv
must_exit 2 $t -t species --cost Adelie:Emperor=2 p.csv
must_exit 2 $t -t sex --conformal 1 p.csv 2>&1 | head -1
head -n 50 p.csv | must_exit 2 $t -t body_mass_g --conformal .99
head -n 12 p.csv | must_exit 2 $t -t body_mass_g --conformal .5
sed 's/Gentoo/Gen|too/' p.csv | must_exit 2 $t -t species --conformal .9
printf 'x,y\n1,2\n2,0\n3,5\n' | must_exit 2 $t -t y --target-transform log
[ ! -e no.mlc ]

# Forms that have no place for it.
mlc-train gbdt -t sex --calibrate sigmoid -o c.mlc p.csv
for form in xgboost lightgbm onnx; do
	must_exit 2 mlc-train export $form c.mlc -o no
done
mlc-train gbdt -t body_mass_g --conformal .8 -o i.mlc p.csv
must_exit 2 mlc-train export c i.mlc -o no.c

# Balanced classes come back to what they are: the mean score is the share.
awk 'BEGIN { print "x,y"; for (i = 0; i < 2000; i++)
	print i * 37 % 101 "," (i * 37 % 101 + i % 90 > 160 ? "yes" : "no") }' >t.csv
for o in '' '--calibrate isotonic'; do
	mlc-train gbdt --class-weight balanced $o -t y -o w.mlc t.csv
	mlc-serve -q w.mlc --only -O csv <t.csv | awk -F, 'NR > 1 { s += $2 }
		END { printf "%.2f\n", s / (NR - 1) }'
done
awk -F, '{ n += $2 == "yes" } END { printf "%.2f\n", n / (NR - 1) }' t.csv

# A mean on a scale: of a constant's logarithms the geometric mean.
printf 'x,y\n1,1\n2,10\n3,100\n' >g.csv
mlc-train baseline -t y --target-transform log -o g.mlc g.csv
mlc-serve -q g.mlc --only -O csv <g.csv | tail -n 1 | awk '{ printf "%.9f\n", $1 }'
