# What is fitted stands in the recipe with names; row operations do not.
set -e
printf 'x,s\n1,a\n2,\n,b\n' >t.csv
mlc-clean --no-lineage -i auto --where 'x < 5' --dedupe \
	--clip x=0:9 --derive 'z=x+1' --expect 'z > 0' --expect 'unique(x)' \
	t.csv -O mlc | sed -n 's/.*"recipe":\(.*\),"profile".*/\1/p'
