# A name in backquotes may hold what otherwise ends it, also where it is new.
set -e
printf 'a=b,`c`\n1,2\n,4\n3,6\n' >t.csv
mlc-clean -i '`a=b`=median' -O csv t.csv
mlc-clean --clip 'a\=b=2:' --clip '```c```=:5' -O csv t.csv
mlc-clean --rename '`a=b`=`x=y`' -O csv t.csv
mlc-clean --derive '`a=c` = `a=b` + 1' --keep '`a=c`' -O csv t.csv
