# Model files of earlier versions score as they did when they were made: the
# goldens were written by the version in the name. Six digits, as another
# processor may round a sum otherwise.
for model in "$MLC_TOP"/tests/compat/models/*.mlc; do
	name=$(basename "$model")
	table=$MLC_DATA/$(ls "$MLC_DATA" | grep "^${name%%-*}")
	echo "$name"
	mlc-ingest "$table" --limit 400 -O csv | awk 'NR % 30 == 1' |
		mlc-serve "$model" --only -O csv |
		awk -F, -v OFS=, '{
			for (i = 1; i <= NF; i++)
				if ($i ~ /^[0-9.e-]+$/)
					$i = sprintf("%.6g", $i)
			print
		}'
done
