# Times of events, seasons, late ones, labels that are known later.
table=$MLC_DATA/penguins.csv
mlc-sim -n 4 --time at --every 6h --start 2026-03-01 -O csv "$table" |
	cut -d, -f 1
mlc-sim -n 3 --time at --rate 2000/s -O csv "$table" | cut -d, -f 1
# A Poisson process: the mean gap, and the share of gaps above it, e^-1.
mlc-sim -n 20001 --time at --every 1m --arrivals poisson --rare 1 -O csv \
	"$table" | mlc-clean --derive 't=epoch(at)' --keep t -O csv |
	awk 'NR > 2 { gap = $1 - t; sum += gap; above += gap > 60; n++ }
	{ t = $1 } END { print ((sum / n - 60) ^ 2 < 1), ((above / n - exp(-1)) ^ 2 < 0.01 ^ 2) }'
# A tenth is late by an hour in the mean, the rest not at all.
mlc-sim -n 20000 --time at --every 1s --late 0.1:1h --rare 1 -O csv "$table" |
	mlc-clean --derive 't=epoch(at)' --keep t -O csv | awk 'NR > 1 {
		late = 1767225600 + NR - 2 - $1
		if (late > 0.0001) { n++; sum += late } }
	END { printf "%.2f %.0f\n", n / (NR - 1), sum / n / 60 }'
mlc-sim -n 20000 --time at --every 1s --out-of-order 10s --rare 1 -O csv \
	"$table" | mlc-clean --derive 't=epoch(at)' --keep t -O csv |
	awk 'NR > 1 { late = 1767225600 + NR - 2 - $1
		if (late > most) most = late
		back += $1 < t; t = $1; sum += late }
	END { printf "%.0f %.0f %s\n", most, sum / (NR - 1), (back > 5000) }'
# A season of a day: its height is reached after six hours.
mlc-sim -n 24 --time at --every 1h -O csv "$table" |
	cut -d, -f 4 >plain
mlc-sim -n 24 --time at --every 1h --season 'bill_length_mm:+10/1d' -O csv \
	"$table" | cut -d, -f 4 | paste -d, plain - | awk -F, 'NR == 2 ||
	NR == 8 || NR == 14 || NR == 20 { printf "%.0f\n", $2 - $1 }'
# Labels of the last two days are not known on the last.
mlc-sim -n 5 --time at --every 1d -t species --label-delay 2d -O csv "$table" |
	awk -F, '{ print $1, $2, $NF }'
