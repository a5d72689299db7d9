# Only the name of a live reference goes along: what is served looks into the
# file as it is then.  The target is ten times the rate, so predictions show
# which file they came from.
i=0
echo shop,y >rows.csv
while [ $((i += 1)) -le 40 ]; do
	echo "s$((i % 8)),$((i % 8 * 10 + 5))"
done >>rows.csv
# rates BASE: the rate of shop s3 is 3 + BASE.
rates() {
	echo shop,rate
	for k in 0 1 2 3 4 5 6 7; do echo "s$k,$((k + $1)).5"; done
}
rates 0 >rates.csv
mlc-join --live rates.csv -k shop rows.csv -O csv >live.csv
mlc-join --ref rates.csv -k shop rows.csv -O csv | cmp - live.csv
mlc-join --live rates.csv -k shop rows.csv >joined.mlcs
! grep attachment joined.mlcs
mlc-train linear -q --l2 0 --role shop=ignore -t y -o m.mlc joined.mlcs
# Predictions, rounded.
rounded() {
	awk '/[0-9]/ { $0 = sprintf("%.6g", $0) } { print }'
}
score() {
	mlc-serve -O csv --only "$1" | rounded
}
echo shop >ask.csv
echo s3 >>ask.csv
score m.mlc <ask.csv
# Another file: other rates, in another order, with a column more, and whole
# numbers where there were none.
{ echo more,rate,shop; echo x,100,s3; } >new && mv new rates.csv
score m.mlc <ask.csv
# It changes while rows are served, and is looked at a second after it was.
rates 0 >rates.csv
mkfifo asked answered
mlc-serve -O csv --only m.mlc <asked >answered 2>told &
server=$!
exec 3>asked 4<answered
echo shop >&3
ask() {
	echo "$1" >&3
	read -r answer <&4
	echo "$answer" >>answers
}
ask s3
read -r answer <&4
echo "$answer" >>answers
rates 20 >new && mv new rates.csv
sleep 1.1
ask s3
echo shop,rate,shop >new && mv new rates.csv
sleep 1.1
ask s3
ask s1
rates 30 >new && mv new rates.csv
sleep 1.1
ask s3
ask nowhere
exec 3>&- 4<&-
wait "$server"
rounded <answers
cat told >&2
# As of a time, with a prefix, and of two rows the last.
cat >prices.csv <<'END'
item,from day,price
a,2024-01-01,1.5
a,2024-01-03,2.5
a,2024-01-03,3.5
END
printf 'item,t,y\na,2024-01-02,1\na,2024-01-04,2\n' >sold.csv
mlc-join --live prices.csv -k item --as-of 't=from day' --prefix p. \
	--on-duplicate last sold.csv >sold.mlcs
mlc-ingest -O csv sold.mlcs
mlc-train linear -q --l2 0 --role item=ignore --role t=ignore -t y -o p.mlc \
	sold.mlcs
sed 's/3\.5/7.5/' prices.csv >new && mv new prices.csv
score p.mlc <sold.csv
# What is no table of that kind, when serving begins.
for what in 'shop,rate\ns3,much' 'shop\ns3' 'shop,rate\ns3,1\ns3,2' \
    '#mlc {"mlc":1,"columns":[]}'; do
	printf "$what\n" >rates.csv
	must_exit 2 mlc-serve m.mlc <ask.csv
done
rm rates.csv
must_exit 2 mlc-serve m.mlc <ask.csv
mlc-show m.mlc >shown
must_exit 2 mlc-join --live rates.csv -k shop rows.csv
must_exit 2 mlc-join --live . -k shop rows.csv
must_exit 2 mlc-join --live rows.csv --anti -k shop rows.csv
echo shop >keys.csv
must_exit 2 mlc-join --live keys.csv -k shop rows.csv
