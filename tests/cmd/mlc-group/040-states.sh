# A file of states goes on, and is united with others: the table and the
# states of one run over all rows.
p=$MLC_DATA/penguins.csv
A='n=count(), mean(body_mass_g), sd(body_mass_g), first(island), last(sex),
	mode(sex), distinct(island), q=quantile(bill_length_mm, 0.3),
	min(species), male=share(sex = '"'male'"'), max(bill_depth_mm), sum(flipper_length_mm)'
group() { mlc-group -k island,sex -a "$A" -O csv "$@"; }
group --state all.state "$p" >all
sed -n 1,100p "$p" >a.csv
(sed -n 1p "$p"; sed -n 101,101p "$p") >b.csv
(sed -n 1p "$p"; sed -n '102,$p' "$p") >c.csv
for f in a b c; do
	group --state go.state $f.csv >go
	group --state $f.state $f.csv >/dev/null
done
cmp go all
cmp go.state all.state
mlc-group --merge -O csv a.state b.state c.state | cmp - all
mlc-group --merge --mem 1 --state m.state a.state b.state c.state -O csv |
	cmp - all
mlc-group --merge -O csv m.state | cmp - all
# Memory for no group: by way of files, the same table.
group --mem 1 "$p" | cmp - all
# Windows: panes are kept, and united in the end.
printf 't,x\n2024-01-01T01:00:00Z,1\n2024-01-01T03:30:00Z,2\n' >d.csv
printf 't,x\n2024-01-01T02:00:00Z,4\n' >e.csv
for f in d e; do
	mlc-group --time t --window 2h --every 1h -a 'sum(x)' --state w.state \
		-O csv $f.csv >w
done
cat w
# Another question, a cut file, a changed byte, a run that fails.
must_exit 2 mlc-group -k island -a "$A" --state all.state a.csv
must_exit 2 mlc-group -k island,sex --state all.state a.csv
head -c 1500 all.state >cut.state
must_exit 2 mlc-group --merge cut.state
(head -c 1500 all.state; printf X; tail -c +1502 all.state) >bad.state
must_exit 2 mlc-group --merge bad.state
cp "$p" plain.csv
must_exit 2 mlc-group --merge plain.csv
must_exit 2 mlc-group --merge -k island all.state
must_exit 2 mlc-group --merge
must_exit 2 mlc-group --state s.state --each d.csv
must_exit 2 mlc-group --state s.state --time t --session 1h d.csv
printf 't,x\n1\n' >ragged.csv
cp w.state kept.state
must_exit 2 mlc-group --time t --window 2h --every 1h -a 'sum(x)' \
	--state w.state ragged.csv
cmp w.state kept.state
ls -A | grep tmp || :
