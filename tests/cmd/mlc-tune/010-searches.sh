# What each way of searching tries, by itself and by several at once.
set -e
tune() {
	mlc-tune --no-input -m min:f -O csv --no-lineage -p 'x=-5..10' \
	    -p 'n=1..3:int' -p 'w={a,b}' "$@" \
	    'case {w} in a) a=0 ;; *) a=10 ;; esac
	    awk -v x={x} -v n={n} -v a=$a "BEGIN { print (x - 2)^2 + n + a }"' |
	    cut -d, -f 1-6
}
# A grid has the ends of a range, all ints and all words, and the last
# parameter changes fastest.
tune -s grid --grid 2 | sort -t, -n
for way in random tpe; do
	tune -s $way -n 30 -j 1 >one
	tune -s $way -n 30 -j 4 >four
	cmp one four
	tune -s $way -n 30 -j 1 --seed 2 >other
	! cmp -s one other
	# The first trials do not depend on how many there are.
	tune -s $way -n 20 -j 2 | sort -t, -n >less
	sort -t, -n one | head -n 21 | cmp - less
done
# tpe finds the word and the int, and comes close in x.
tune -s tpe -n 60 | awk -F, 'NR == 2 { print ($3 < 1.3), $5, $6 }'
# And nearer than random to the least value of Branin's function, 0.397887 (Branin
# 1972), with as many trials, whatever the seed.
branin() {
	mlc-tune --no-input -m min:f -O csv -p x=-5..10 -p y=0..15 -n 50 \
	    -s $1 --seed $2 'awk "BEGIN { x = {x}; y = {y}; pi = 3.14159265358979
	    print (y - 5.1 / (4 * pi ^ 2) * x ^ 2 + 5 / pi * x - 6) ^ 2 + \
	    10 * (1 - 1 / (8 * pi)) * cos(x) + 10 }"' | sed -n 2p | cut -d, -f 3
}
for seed in 1 2 3; do
	echo $(branin tpe $seed) $(branin random $seed)
done | awk '{ print ($1 < $2), ($1 >= 0.397887) }'
mlc-tune --list
