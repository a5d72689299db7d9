# Trouble is told and ends with 2.
printf 'c,x\na,1\nb,2\n' >t.csv
must_exit 2 mlc-encode t.csv
must_exit 2 mlc-encode --onehot d t.csv
must_exit 2 mlc-encode --scale c t.csv
must_exit 2 mlc-encode --scale x=standart t.csv
must_exit 2 mlc-encode --bin x=1 t.csv
must_exit 2 mlc-encode --hash c=99 t.csv
must_exit 2 mlc-encode --target-encode c t.csv
must_exit 2 mlc-encode --onehot c --unknown maybe t.csv
must_exit 2 mlc-encode --date c t.csv
