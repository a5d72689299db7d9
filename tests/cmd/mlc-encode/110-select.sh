# Features are chosen by what training rows say; the recipe has their names, and
# what is served needs no others.
cp "$MLC_DATA/penguins.csv" .
scores() {
	head -n 1 | grep -o '"scores":{[^}]*}' | tr -d '"{}' | tr , '\n' |
		sed 's/scores://' | awk -F: '{ printf "%s %.9g\n", $1, $2 }'
}
# f_classif, chi2 and f_regression of scikit-learn 1.7.2, each on the rows that
# have the value: 410.600255041, 594.801627438; 261.171293547, 34953.0697573;
# 186.442676128, 1070.74459221.
mlc-encode --select f=2 -t species penguins.csv | scores
mlc-encode --select chi2=2 -t species penguins.csv | scores
mlc-encode --select f=2 -t body_mass_g penguins.csv | scores
# mutual_info_classif and mutual_info_regression are .55 to .59 and .69, with
# another noise.
mlc-encode --select mi=3 -t species penguins.csv | scores |
	awk '{ print $1, ($2 > .53 && $2 < .63) }'
mlc-encode --select mi=1 -t body_mass_g penguins.csv | scores |
	awk '{ print $1, ($2 > .65 && $2 < .72) }'
# Lasso of scikit-learn 1.7.2 on columns / their deviation, its alpha falling by
# tenths until two coefficients are not 0: 2.728062526, 645.768338; of species,
# the largest of each class's indicator, .04041199852, .04167848019.
mlc-clean --drop-missing "@numeric,body_mass_g" penguins.csv -t body_mass_g >full.mlcs
short() { awk '{ printf "%s %.6g\n", $1, $2 }'; }
mlc-encode --select l1=2 full.mlcs | scores | short
mlc-clean --drop-missing @numeric penguins.csv -t species |
	mlc-encode --select l1=2 | scores | short

# Texts and other roles stay; the steps come in the order given.
mlc-clean -i auto penguins.csv -t species |
	mlc-encode --scale @numeric --select f=1 --onehot @string |
	mlc-train logistic -o m.mlc
mlc-show m.mlc -O csv | grep -E '^(inputs|recipe)' | cut -d, -f1-4
mlc-serve -q m.mlc --only -O csv <penguins.csv | wc -l

# Test rows have no say, nor has the number of threads; of many rows a sample
# is drawn.
mlc-split --folds 4 --fold 1 -t species penguins.csv >a.mlcs
mlc-encode --select f=2 a.mlcs | scores >a
awk -F, -v OFS=, '/^#/ || !/,test$/ { print; next } { $3 = $4 = $5 = $6 = 1; print }' \
	a.mlcs | mlc-encode --partial --select f=2 2>/dev/null | scores | cmp - a
zcat "$MLC_DATA/diamonds.csv.gz" >d.csv
mlc-encode -j1 --select mi=3 -t price d.csv | head -n 1 | cksum >a
mlc-encode -j3 --select mi=3 -t price d.csv | head -n 1 | cksum | cmp - a
mlc-encode --select f=3 -t price d.csv | scores | cut -d ' ' -f 1

must_exit 2 mlc-encode --select f=2 penguins.csv
must_exit 2 mlc-encode --select chi2=2 -t body_mass_g penguins.csv
mlc-encode --scale @numeric penguins.csv -t species |
	must_exit 2 mlc-encode --select chi2=2
must_exit 2 mlc-encode --select anova=2 penguins.csv 2>&1 | head -n 1
must_exit 2 mlc-encode --select f penguins.csv 2>&1 | head -n 1
must_exit 2 mlc-encode --select f=0 penguins.csv 2>&1 | head -n 1
mlc-clean --keep 'species,island' penguins.csv -t species |
	must_exit 2 mlc-encode --select f=2
