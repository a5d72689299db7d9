# What cannot be done is said.
table=$MLC_DATA/churn.csv.gz
for o in '-n -2' '--rare 0' '--method x' '--by nobody' '--by total_charges --method copula' \
	'--drift x:+1' '--drift tenure' '--drift tenure:' '--drift tenure:1' \
	'--drift tenure:+1@x' '--drift tenure:+1@9-3' '--drift contract:+1sd' \
	'--drift contract:x=2' '--drift tenure:*' '--drift tenure:+inf' \
	'--missing tenure:1.5' '--missing tenure:-1' '--unseen tenure:0.1' \
	'--outliers contract:0.1' '--wrong-type contract:0.1' \
	'--season tenure:+1' '--season tenure:+1/1d' '--season tenure:+1/5' \
	'--late 0.1:1h' '--time t --late 2:1h' '--time t --late x' \
	'--time t --every 5' '--time t --start monday' '--arrivals often' \
	'--rate 5' '--rate -5/s' '--time t --label-delay 1h' \
	'--label tenure>' '--label y=tenur' '--label y~contract' \
	'--label nothing.mlc' '--label y=1@5' '--label y=1 --label z=1@5' \
	'--label y=1 --label y=1.5@5'; do
	must_exit 2 mlc-sim -n 10 -O csv $o "$table" >out 2>err ||
		echo "$o: another status"
	[ -s out ] && echo "$o: wrote rows"
	head -n 1 err
done
# A model knows its columns one by one.
mlc-train baseline -q -t churn -o m.mlc "$table"
must_exit 2 mlc-sim --method copula m.mlc 2>&1
must_exit 2 mlc-sim --by churn m.mlc 2>&1
# All rows that could be made are in the table.
printf 'a\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n' >small.csv
must_exit 2 mlc-sim --rare 2 -n 200 -O csv small.csv 2>&1 >/dev/null
mlc-sim --rare 1 -n 200 -O csv small.csv | wc -l
mlc-sim -n 2 -O csv small.csv 2>&1
# Vectors are not simulated.
mlc-encode -q --text message=count "$MLC_DATA/tickets.csv" |
	must_exit 2 mlc-sim 2>&1 >/dev/null
