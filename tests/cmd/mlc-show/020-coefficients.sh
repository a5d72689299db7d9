# Coefficients as rows. Those of longley with their errors are the certified
# values of NIST StRD (Longley 1967), the t of x6 R's.
set -e
cat >longley.csv <<'END'
y,x1,x2,x3,x4,x5,x6
60323,83.0,234289,2356,1590,107608,1947
61122,88.5,259426,2325,1456,108632,1948
60171,88.2,258054,3682,1616,109773,1949
61187,89.5,284599,3351,1650,110929,1950
63221,96.2,328975,2099,3099,112075,1951
63639,98.1,346999,1932,3594,113270,1952
64989,99.0,365385,1870,3547,115094,1953
63761,100.0,363112,3578,3350,116219,1954
66019,101.2,397469,2904,3048,117388,1955
67857,104.6,419180,2822,2857,118734,1956
68169,108.4,442769,2936,2798,120445,1957
66513,110.8,444546,4681,2637,121950,1958
68655,112.6,482704,3813,2552,123366,1959
69564,114.2,502601,3931,2514,125368,1960
69331,115.7,518173,4806,2572,127852,1961
70551,116.9,554894,4007,2827,130081,1962
END
mlc-train linear -t y --l2 0 -o l.mlc longley.csv
mlc-show --coefficients l.mlc
mlc-show l.mlc | grep -E 'degrees|dispersion'
# A penalty leaves no errors; places of one-hot columns are called by name.
mlc-ingest "$MLC_DATA/penguins.csv" -t sex | mlc-clean --drop-missing '*' --drop island |
	mlc-encode --onehot species >p.mlcs
mlc-train logistic --l2 1 -o p.mlc p.mlcs
mlc-show --coefficients p.mlc -O csv | cut -d, -f1-3,5- | sed -n 1,4p
# Predictions are in the units of the target, the link undone.
mlc-train linear --objective gamma -t body_mass_g --role sex=ignore -o g.mlc \
	p.mlcs
mlc-serve -q g.mlc --only <"$MLC_DATA/penguins.csv" -O csv >g.csv
sed 3q g.csv
mlc-train gbdt -o t.mlc p.mlcs
must_exit 2 mlc-show --coefficients t.mlc
must_exit 2 mlc-train linear --objective gamma -t x4 -o x.mlc <<'END'
x1,x4
1,0.5
2,0
END
