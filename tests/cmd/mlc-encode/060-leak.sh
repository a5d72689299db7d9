# A target of pure noise, encoded, tells nothing about itself: neither on
# training rows (cross-fitting) nor on test rows.
awk 'BEGIN { srand(5); print "c,y"
	for (i = 0; i < 20000; i++)
		printf "k%d,%d\n", rand() * 2000, rand() < 0.5 }' >t.csv
mlc-split -t y 50:50 t.csv | mlc-encode --target-encode c -O csv >e.csv
for part in train test; do
	# AUC by ranks; equal encodings share their mean rank.
	grep ",$part\$" e.csv | sort -t, -k1,1g | awk -F, -v part=$part '
		function close_tie(k) {
			for (k = first; k < n; k++)
				if (label[k] == 1)
					sum += (first + n + 1) / 2
			first = n
		}
		{ if (n > first && $1 != last) close_tie()
		  label[n++] = $2; pos += $2; last = $1 }
		END { close_tie()
		  auc = (sum - pos * (pos + 1) / 2) / (pos * (n - pos))
		  known = auc < 0.47 || auc > 0.53
		  print part, known ? "leaks: " auc : "knows nothing" }'
done
