# Every wrong argument: one message that names the option, exit 2.
printf 'age,city,when\n1,x,2024-01-01\n2,y,2024-01-02\n' >t.csv
try() {
	must_exit 2 mlc-clean "$@" t.csv 2>&1 | head -n 1
}
try --imput auto
try -i age
try -i age=medain
try -i aeg=median
try -i city=median
try -i age=const:x
try -i when=mode
try --cast age
try --cast age=itn
try --cast age=vector
try --trim age
try --lower city=x
try --replace city=x
try --replace age=x:y
try --na city
try --clip age
try --clip age=5:1
try --clip age=q5
try --clip city=1:2
try --drop agee
try --drop 'z*'
try --drop '@strng'
try --drop '@missing'
try --keep ''
try --rename age
try --rename age=city
try --rename '*=x'
try --drop-missing nosuch
try --dedupe=nosuch
try --where 'age >'
try --where 'agee > 1'
try --where 'age + 1'
try --where 'city > 1'
try --derive 'age + 1'
try --derive 'x=sqr(age)'
try --derive 'x=age * 9223372036854775807'
try --expect 'age'
try --expect 'unique(nosuch)'
try --expect 'missing(age)'
try --expect 'type(age) = itn'
