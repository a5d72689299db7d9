# Many coefficients are kept in numbers and not in text; the model scores raw
# rows as it did the held-out ones.
set -e
mlc-clean --drop-missing sex -i auto "$MLC_DATA/penguins.csv" -t sex |
	mlc-split 80:20 -o in.mlcs
for bits in 4 13; do
	mlc-encode --hash species,island=$bits --scale @numeric=standard in.mlcs |
		mlc-train logistic --l1 0.1 -O csv -o m$bits.mlc >held.csv
	tar --zstd -tf m$bits.mlc | tr '\n' ' '
	head -n 1 held.csv
	mlc-serve m$bits.mlc --only -O csv <"$MLC_DATA/penguins.csv" | sort -u >all
	awk -F, 'NR > 1 { print $(NF - 1) "," $NF }' held.csv | sort -u >held
	comm -23 held all
done
