# Rules that cannot be: file, line and character; and wrong usage.
printf 'x,y,w\n1,a,2\n2,b,3\n' >t.csv
try() {
	printf '%s\n' '# rules' "$1" >rules.txt
	must_exit 2 mlc-label -f rules.txt -t y t.csv 2>&1
}
try 'a b c'
try 'r: x > 1'
try 'x > 1 -> a'
try ': x > 1 -> a'
try 'r: x > 1 ->'
try 'r: x > -> a'
try 'r: xx > 1 -> a'
try 'r: x + 1 -> a'
try 'r: x > 1 -> c'
try ''
try 'r: x * 9223372036854775807 > 1 -> a'
must_exit 2 mlc-label -f nosuch.txt t.csv 2>&1
must_exit 2 mlc-label t.csv 2>&1
printf 'r: x > 1 -> b\n' >rules.txt
must_exit 2 mlc-label -f rules.txt --model nosuch t.csv 2>&1
must_exit 2 mlc-label -f rules.txt --model weighted t.csv 2>&1
must_exit 2 mlc-label -f rules.txt --into x t.csv 2>&1
must_exit 2 mlc-label -f rules.txt --role w=weight t.csv 2>&1
