# Each question that has no answer says why.
p=$MLC_DATA/penguins.csv
try() {
	must_exit 2 mlc-group "$@" "$p"
}
try -k nope
try -a 'x=sun(island)'
try -a 'sum(island)'
try -a 'sum(body_mass_g * 2)'
try -a 'sum()'
try -a 'count'
try -a 'x=quantile(body_mass_g)'
try -a 'x=quantile(body_mass_g, 90)'
try -a 'n=count(),'
try -a 'n=count(), n=sum(body_mass_g)'
try -k species -a 'species=count()'
try -a 'x=sum(nope)'
try -a 'x=sum(body_mass_g'
try -a 'x=share(body_mass_g)'
try --window 1d
try --time species --window 1d
try --time species --window 7h --every 2h
try --window 70 --every 2h
try --every 2h
try --session 20
try --session 1h --window 1d
printf 'k,x\n1,9223372036854775807\n1,1\n' | must_exit 2 mlc-group -a 'sum(x)'
printf 'w\na\nb\n' | mlc-encode --hash w=8 | must_exit 2 mlc-group -k w
mlc-group --list
