# No rows are trouble, few rows are no verdict, and words are checked.
cp "$MLC_DATA/penguins.csv" p.csv
mlc-ingest p.csv -t species | mlc-train baseline -o m.mlc
head -n 1 p.csv | must_exit 2 mlc-drift m.mlc
head -n 5 p.csv | must_exit 0 mlc-drift m.mlc --only-drift
must_exit 2 mlc-drift
must_exit 2 mlc-drift nosuch.mlc p.csv
must_exit 2 mlc-drift p.csv p.csv
must_exit 2 mlc-drift m.mlc --tests psy p.csv
must_exit 2 mlc-drift m.mlc --alpha 0 p.csv
exit 0
