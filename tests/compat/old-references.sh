# Model files of earlier versions are references as they were: rows like theirs
# have not drifted, a column that moved has, and what they cannot is told.
for model in "$MLC_TOP"/tests/compat/models/*.mlc; do
	name=$(basename "$model")
	table=$MLC_DATA/$(ls "$MLC_DATA" | grep "^${name%%-*}")
	moved=tenure
	[ "${name%%-*}" = churn ] || moved=body_mass_g
	echo "$name"
	must_exit 0 mlc-drift "$model" --only-drift -O csv "$table"
	mlc-clean --derive "$moved = $moved * 2" "$table" |
		mlc-ingest -O csv | must_exit 1 mlc-drift "$model" -O csv \
		--tests psi,ks,wasserstein,out_of_range --only-drift |
		awk -F, -v moved=$moved '$2 == moved {
			printf "%s %s %.3g\n", $2, $4, $5 }'
done
