# One column for each kind of warning, and no other warning of any of them.
set -e
awk 'BEGIN {
	print "id,still,nearly,none,few,word,age,blank,mixed,day,age2,skew," \
	    "many,order,tells,late,noise,y"
	for (i = 0; i < 400; i++) {
		a = (i * 7919 + 13) % 397		# 397 and 101 are prime
		b = (i * 31 + 5) % 101
		y = i % 25 == 3
		age = a % 40 == 7 ? -999 : 18 + b % 60
		printf "K%d,7,%d,,%s,%s,%d,\" %d \",%s,%02d/%02d/2024,%d," \
		    "%d,v%d,%s,%g,%s,%g,%s\n", i * i + 11, i == 99,
		    i % 5 < 3 ? "" : b, b % 17 ? "w" b % 3 : "?", age, b,
		    i % 4 ? b : "abc", 1 + b % 12, 1 + a % 12, age,
		    2 ^ (b % 14), a % 150, i < 200 ? "a" : "b", 100 * y + b / 2,
		    y ? b : "", a / 7, i % 97 == 8 ? "" : (y ? "yes" : "no")
	}
}' >t.csv
mlc-profile --warnings -t y -O csv t.csv
mlc-profile -t y -O csv t.csv | sed 's/,.*,"*\([a-z,-]*\)"*$/ \1/'
mlc-profile -t y t.csv
# Equal rows: in all columns, but for an id, but for the target.
awk 'BEGIN {
	print "id,a,b,y"
	for (i = 0; i < 300; i++) {
		k = i < 30 ? i + 30 : i
		printf "N%d,%d,%d,%s\n", i, k * 7919 % 1009, k * k,
		    i < 3 ? "maybe" : i < 30 || k % 3 ? "yes" : "no"
	}
}' >t.csv
mlc-profile --warnings -t y -O csv t.csv
mlc-profile --warnings --role id=id -t y -O csv t.csv
# Nothing is odd about these; numbers 0 to 9 and 9 classes are no sentinels.
awk 'BEGIN {
	print "x,k,c"
	for (i = 0; i < 300; i++)
		printf "%g,%d,%s\n", i * 7919 % 1009 / 3, i * 31 % 10,
		    substr("abc", 1 + i * 17 % 3, 1)
}' >t.csv
mlc-profile t.csv
mlc-profile --warnings -O csv t.csv
head -n 1 t.csv | mlc-profile --warnings -O csv
# They do not change the status but where that is asked for.
printf 'a\n1\n1\n' >t.csv
mlc-profile t.csv --fail-on constant,leak >failed || echo $?
mlc-profile t.csv --fail-on any >/dev/null || echo $?
mlc-profile t.csv --fail-on leak >/dev/null
must_exit 2 mlc-profile t.csv --fail-on leek 2>&1 | head -1
mlc-profile --list
