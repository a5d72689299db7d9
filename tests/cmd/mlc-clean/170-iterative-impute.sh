# The values are those of scikit-learn 1.7.2, of the training rows:
# StandardScaler(), then IterativeImputer(Ridge(alpha=1.0), max_iter=10, tol=0),
# within 1e-9.
set -e
cat >t.csv <<'X'
a,b,c,split
1,2.0,,train
2,,5,train
3,6.5,7,train
,8.0,9.5,train
5,9.5,,train
6,,13,train
7,14.5,15,train
4,8,8.5,test
,3,,test
10,,,test
,,,test
X
cat >want <<'X'
1.0,2.0,3.789655744412639
2.0,4.1860038447386,5.0
3.0,6.5,7.0
4.094162762775224,8.0,9.5
5.0,9.5,10.62560595648129
6.0,11.7880635332481,13.0
7.0,14.5,15.0
4.0,8.0,8.5
1.8109383551100375,3.0,4.937235163398708
10.0,18.27260772191407,18.894751263076856
4.013451823253604,8.067723911140957,9.130751671556276
X
mlc-clean --role split=split --iterative-impute a,b,c -O csv t.csv >out.csv
tail -n +2 out.csv | cut -d, -f1-3 | paste -d, - want | awk -F, '{
	for (k = 1; k <= 3; k++)
		if (($k - $(k + 3)) ^ 2 > 1e-18) print NR ": " $0 }
	END { if (NR != 11) print NR " rows" }'
# A column without a value stays as it is; one that is alone has its mean.
printf 'a,b\n1,\n,\n4,\n' | mlc-clean --iterative-impute a,b -O csv
# Threads and memory make no difference.
zcat "$MLC_DATA/diamonds.csv.gz" | awk -F, -v OFS=, '
	BEGIN { srand(3) }
	{ if (NR > 1) for (k = 5; k <= 10; k++) if (rand() < 0.1) $k = ""
	  print }' >d.csv
mlc-clean -j 1 --iterative-impute '@numeric' -O csv d.csv >one
mlc-clean -j 2 --mem 1M --iterative-impute '@numeric' -O csv d.csv | cmp - one
grep -c ',,' one || true
must_exit 2 mlc-clean --iterative-impute cut d.csv
must_exit 2 mlc-clean --iterative-impute nosuch d.csv
awk 'BEGIN { for (i = 1; i <= 257; i++) printf "c%d%s", i, i < 257 ? "," : "\n"
	for (i = 1; i <= 257; i++) printf "%d%s", i, i < 257 ? "," : "\n" }' |
	must_exit 2 mlc-clean --iterative-impute '*'
