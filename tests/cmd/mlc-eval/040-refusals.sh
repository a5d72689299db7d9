# What cannot be evaluated is refused with a reason and status 2.
cat >s.csv <<'end'
y,p,who,big
yes,0.9,a,5
no,0.2,b,-1
yes,,c,2
end
try() {
	must_exit 2 mlc-eval "$@"
}
try nosuch.csv
try --nosuch s.csv
try s.csv
try -t y s.csv
try -t y --score p s.csv
try -t y --score who s.csv
try -t z --score big s.csv
try -t y --score big --metrics acu s.csv
try -t y --score big --metrics rmse s.csv
try -t y --score big --metrics logloss s.csv
try -t y --prediction who --metrics auc s.csv
try -t who --score big s.csv
try -t y --score big --positive maybe s.csv
try -t y --score big --by nosuch s.csv
try -t y --score big --fail-if 'auc' s.csv
# A gate on nothing: before anything is written, also of other gates.
try -t y --score big --fail-if 'split=test: auc < 1' s.csv -o out.csv
test ! -e out.csv
try -t y --score big --by who --fail-if 'auc < 2' --fail-if 'who=d: auc < 1' \
    s.csv
try -t y --score big --fail-if 'auk < 1' s.csv
try -t y --score big --fail-if 'rmse < 1' s.csv
try -t y --score big --fail-if 'auc < baseline' s.csv
try -t y --score big --level 1 s.csv
head -n 1 s.csv | try -t y --score p
printf 'y,p\nA,0.5\n' | try -t y --score p
printf 'y,p,w\nyes,0.5,-1\nno,0.1,1\n' | try -t y --score p --role w=weight
printf 'y,p,w\nyes,0.5,1e308\nno,0.1,1e308\n' | try -t y --score p --role w=weight
