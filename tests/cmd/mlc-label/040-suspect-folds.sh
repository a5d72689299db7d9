# Every tenth label is made a wrong one: 34 of 344.  The sentence runs on folds of
# all rows, whatever their part; a row without a label gets no answer.
awk -F, -v OFS=, 'NR == 1 { print $0, "\"wrong\"", "\"split\""; next }
	{ w = NR % 10 == 0 }
	w { $1 = $1 ~ "Adelie" ? "\"Gentoo\"" : "\"Adelie\"" }
	{ print $0, w, NR % 3 ? "train" : "test" }' \
	"$MLC_DATA/penguins.csv" >rows.csv
echo ',Dream,39,18,190,3700,male,0,' >>rows.csv
label() {
	mlc-label --suspect -t species --role wrong=ignore \
		--role split=split "$@" rows.csv
}
label --run 'mlc-clean -i auto | mlc-encode --auto | mlc-train logistic' \
	>found.mlcs
mlc-clean --where 'not species is missing' found.mlcs |
	mlc-clean --derive 'doubt=1-quality' |
	mlc-eval --truth wrong --score doubt --positive 1 --metrics ap \
		-O csv --no-lineage | tail -n +2 |
	awk -F, '{ print $1, ($4 > .9 ? "ap > .9" : $4) }'
mlc-clean --where 'suspect and wrong == 1' found.mlcs -O csv | tail -n +2 |
	wc -l | awk '{ print ($1 >= 30) }'
tail -n 2 found.mlcs | head -n 1
# Folds are dealt by the seed.
label --run 'mlc-train gbdt --trees 5' --seed 2 --folds 3 -O csv \
	--no-lineage >one.csv
label --run 'mlc-train gbdt --trees 5' --seed 2 --folds 3 -O csv \
	--no-lineage | cmp - one.csv
# What cannot be.
bad() {
	must_exit 2 mlc-label --suspect "$@" 2>&1
}
bad rows.csv
bad -t species rows.csv
bad -t body_mass_g --run 'mlc-train gbdt --trees 3' rows.csv
bad -t species --run 'mlc-train gbdt {x}' rows.csv
bad -t species --run 'mlc-train nosuch' rows.csv
bad -t species --run 'head -n 20 | mlc-train gbdt --partial' rows.csv
bad -t species --run 'mlc-clean --drop-missing bill_length_mm |
	mlc-train baseline' rows.csv
bad -t species --run 'mlc-clean --lower species | mlc-train baseline' rows.csv
bad -t species --run 'mlc-train baseline' --folds 400 rows.csv
bad -t species --quality best rows.csv
bad -f rules.txt rows.csv
printf 'y,score_a,score_b\na,2,1\nb,0,1\n' >s.csv
bad -t y --role score_a=score --role score_b=score s.csv
