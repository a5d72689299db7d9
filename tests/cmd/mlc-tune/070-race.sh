# A trial that is worse on its folds by a paired t test is dropped. What the
# sentence prints stands for a metric: x and what is the same in a fold.
tune() {
	mlc-tune -O csv --no-lineage -t y -m min:f -p x=1..9:int -n 12 -s random \
	    --folds 5 "$@" \
	    'awk -F, "/,test$/ { s += \$1 } END { print {x} + s % 7 / 10 }"' rows.csv
}
printf 'a,y\n' >rows.csv
for i in 1 2 3 4 5 6 7 8 9 10; do echo "$i,u" >>rows.csv; done
tune --race >race
tune >all
# The best is the same, and every trial that was dropped is worse by 1 or more.
awk -F, 'FNR == 2 { print $2, $4, $6 }' race all
awk -F, 'NR == 2 { best = $3 } $2 == "raced" { n++; if ($3 < best + 0.5) print }
    END { print (n > 3) }' race
awk -F, '$2 == "raced" && $6 == 5' race
