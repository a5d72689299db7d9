# A model as C scores raw rows with the bits of mlc-serve: every kind of model
# and step that can be written, over whole tables.
set -e
command -v cc >/dev/null || { echo "no cc"; exit 77; }
cp "$MLC_DATA"/*.csv* .
here=$MLC_TOP/tests/cmd/mlc-train

# same NAME TABLE CLASSES: the rows of the table by NAME.mlc and by NAME.c.
same() {
	mlc-train export c $1.mlc -o $1.c
	upper=$(echo $1 | tr a-z A-Z)
	cc -std=c11 -O1 -Wall -Wextra -Werror -Wno-overlength-strings \
	    ${3:+-D$3} -DMODEL=$1 -DUPPER=$upper \
	    -DFILE_OF_MODEL="\"$PWD/$1.c\"" -o $1 "$here/score_table.c" -lm
	mlc-serve -q $1.mlc -O tsv <"$2" >$1.tsv
	echo "$1: $(./$1 <$1.tsv)"
}

gzip -d churn.csv.gz diamonds.csv.gz
mlc-clean -i auto churn.csv -t churn | mlc-encode --auto >churn.mlcs
mlc-train gbdt --trees 5 --early-stop 0 -o encoded.mlc churn.mlcs
mlc-train logistic -o logistic.mlc churn.mlcs
mlc-train baseline -o base.mlc churn.mlcs
same encoded churn.csv CLASSES
same logistic churn.csv CLASSES
same base churn.csv CLASSES

# Categories and missing values as they are, three classes.
mlc-train gbdt --trees 5 --early-stop 0 -o native.mlc -t species penguins.csv
same native penguins.csv CLASSES
mlc-train forest --trees 5 -t species -o forest.mlc penguins.csv
same forest penguins.csv CLASSES
mlc-train isolation --trees 9 --role species=id -o strange.mlc penguins.csv
same strange penguins.csv
mlc-clean --drop island --drop-missing '*' penguins.csv -t species |
	mlc-encode --onehot sex | mlc-train logistic -o gaps.mlc
same gaps penguins.csv CLASSES
mlc-clean --drop island,sex,species --drop-missing '*' penguins.csv \
	-t body_mass_g | mlc-train linear --objective gamma -o grams.mlc
same grams penguins.csv

# Every other step; the times, words and numbers are made here.
awk 'BEGIN { srand(1); print "when,n,x,word,flag,code,y"
	for (i = 0; i < 4000; i++) {
		n = i % 7 == 0 ? "NA" : int(rand() * 900) - 100
		x = i % 11 == 0 ? "" : rand() * 100 - 30
		printf "20%02d-%02d-%02dT%02d:%02d:%02d%s,%s,%s,w%d ,%s,%03d,%f\n",
		    rand() * 30, 1 + rand() * 12, 1 + rand() * 28, rand() * 24,
		    rand() * 60, rand() * 60, i % 3 ? "Z" : "+05:30", n, x,
		    rand() * 300, i % 2 ? "true" : "false", rand() * 1000,
		    n * 2 + x + i % 13
	} }' >made.csv
# Half of the words are not seen, so that unknown ones are.
head -n 2000 made.csv >half.csv
mlc-clean --trim word --clip 'n=-50:600' --clip 'x=q05:q95' \
	--replace 'word=w7:w8' --na 'n=13,14' -i 'n=median' -i 'x=mean' \
	-i 'word=missing' --rename code=zip --cast flag=float half.csv -t y >c.mlcs
mlc-encode --date when --scale 'when.year=robust' \
	--scale 'when.month=minmax' --scale 'when.hour=quantile' \
	--scale n=log --bin x=9 --target-encode word --onehot zip c.mlcs |
	mlc-train linear --l2 1 -o linear.mlc
same linear made.csv
mlc-encode --date when --count zip=frequency --hash word=5 --ordinal flag \
	c.mlcs | mlc-train gbdt --objective absolute --trees 9 -o trees.mlc
same trees made.csv

# What becomes of scores, and the class that follows from them.
few='gbdt --trees 9 --early-stop 0'
mlc-train $few --target-transform quantile -t price -o price.mlc diamonds.csv
same price diamonds.csv
mlc-train $few --target-transform sqrt -t price -o root.mlc diamonds.csv
same root diamonds.csv
mlc-train $few --calibrate sigmoid --cost fn=5 -t churn -o odds.mlc churn.csv
same odds churn.csv CLASSES
mlc-train $few --calibrate isotonic --cost 'Fair:Good=9' -t cut -o cut.mlc \
	diamonds.csv
same cut diamonds.csv CLASSES

# Many levels, which are means of the target too.
awk 'BEGIN { print "word,y"
	for (i = 0; i < 2000; i++)
		print (i % 9 ? "w" i % 401 : "") "," i % 401 % 7 + i % 3 }' >many.csv
mlc-train gbdt --trees 9 -t y -o many.mlc many.csv
same many many.csv
grep -q '= t[0-9]*\[.*? 0 : i' many.c

# Names that are no C, or would end a comment.
printf 'int,a b,*/ x?\?/,2\n1,2,b,1\n2,3,a,4\n3,5,"say ""\\",7\n' >names.csv
mlc-encode --target-encode '*/*' --header-row yes -t 2 names.csv |
	mlc-train linear -o names.mlc
same names names.csv

# A model of another program, in single precision; its categories are ints.
mlc-train import "$MLC_DATA/models/xgboost-3.1.1-categories.ubj" -o three.mlc
same three penguins.csv CLASSES
mlc-clean --cast n=string --cast flag=string made.csv -t y |
	mlc-train gbdt --trees 5 --early-stop 0 -o codes.mlc
same codes made.csv

# What cannot be written is refused by name.
mlc-clean --derive 'z = n * 2' half.csv -t y | mlc-train gbdt -o no.mlc
must_exit 2 mlc-train export c no.mlc -o no.c
[ ! -e no.c ]
must_exit 2 mlc-train export d encoded.mlc -o no.c
must_exit 2 mlc-train export c encoded.mlc
must_exit 2 mlc-train export c nosuch.mlc -o no.c
must_exit 2 mlc-train export c
