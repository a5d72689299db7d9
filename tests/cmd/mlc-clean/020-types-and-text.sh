# --cast, --trim, --lower, --replace, --na: values, and what is told of them.
set -e
cat >t.csv <<'X'
code,when,name,price
12," 2024-05-01"," Anna ",-999
x7,2024-05-02,BOB,3.5
13,never,"",unknown
X
mlc-clean --cast code=int --trim when,name --cast when=time t.csv -O csv
mlc-clean --trim '@string' --lower name --na 'price=-999,unknown' \
	--cast price=float --drop code,when t.csv -O csv
mlc-clean -v --replace 'name=BOB:Rob\:ert' --replace 'code=12:0' t.csv -O csv
