# No rows are trouble, few rows are no verdict, and words are checked.
mlc-ingest "$MLC_DATA/penguins.csv" -t species | mlc-train baseline -o m.mlc
head -n 1 "$MLC_DATA/penguins.csv" | must_exit 2 mlc-drift m.mlc
head -n 5 "$MLC_DATA/penguins.csv" | must_exit 0 mlc-drift m.mlc --only-drift
must_exit 2 mlc-drift
must_exit 2 mlc-drift nosuch.mlc "$MLC_DATA/penguins.csv"
must_exit 2 mlc-drift "$MLC_DATA/penguins.csv" "$MLC_DATA/penguins.csv"
must_exit 2 mlc-drift m.mlc --tests psy "$MLC_DATA/penguins.csv"
must_exit 2 mlc-drift m.mlc --alpha 0 "$MLC_DATA/penguins.csv"
exit 0
