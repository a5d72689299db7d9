# The line of progress ends whatever ends the work, and says why; alone on a
# terminal there is a summary in place of the rows.
esc=$(printf '\033')
# last COMMAND: what is left to be seen of each line.
last() {
	terminal 80 "$1" | sed "s/$esc\\[K\$//; s/.*$esc\\[K//"
}
mlc-split -t churn "$MLC_DATA/churn.csv.gz" -o s.mlcs
last 'mlc-train gbdt -o m.mlc s.mlcs'
last 'mlc-train gbdt -o m.mlc s.mlcs | mlc-eval --metrics accuracy --bootstrap 0'
last 'mlc-train gbdt --trees 5 --early-stop 0 -o m.mlc s.mlcs >/dev/null'
last 'mlc-train gbdt --trees 20 -o m.mlc -t churn '"$MLC_DATA/churn.csv.gz"
last 'mlc-train baseline -o m.mlc s.mlcs'
last 'mlc-train logistic -o m.mlc -t sex --role species=ignore \
	--role island=ignore '"$MLC_DATA/penguins.csv" | tail -n 2 | cut -c 1-10
# Rows where they are asked for.
terminal 80 'mlc-train baseline -O csv -o m.mlc s.mlcs' | wc -l
terminal 80 'mlc-train baseline -q -o m.mlc s.mlcs >/dev/null'
