# A model inside PostgreSQL: COPY ... TO PROGRAM scores a query, COPY ... FROM
# PROGRAM a file, in the bytes of mlc-serve on the same rows.
. "$MLC_TOP/tests/pg_server"
set -e
cp "$MLC_DATA/penguins.csv" "$(command -v mlc-serve)" "$dir"
mlc-train gbdt -t species -o "$dir/m.mlc" penguins.csv 2>/dev/null ||
    mlc-train gbdt -t species -o "$dir/m.mlc" "$MLC_DATA/penguins.csv" \
	>/dev/null
chmod -R a+rX "$dir"
serve="$dir/mlc-serve $dir/m.mlc --no-header=both --na ''\\N'' --rows-exact -O csv"
sql <<END
CREATE TABLE penguins(species text, island text, bill_length_mm float8,
	bill_depth_mm float8, flipper_length_mm int, body_mass_g int, sex text);
COPY penguins FROM '$dir/penguins.csv' WITH (FORMAT csv, HEADER);
COPY (SELECT island, bill_length_mm, bill_depth_mm, flipper_length_mm,
	body_mass_g, sex FROM penguins)
	TO PROGRAM '$serve --only -o $dir/scores.csv'
	WITH (FORMAT csv, NULL '\\N');
CREATE TABLE scores(prediction text, adelie float8, chinstrap float8,
	gentoo float8);
COPY scores FROM '$dir/scores.csv' WITH (FORMAT csv, NULL '\\N');
CREATE TABLE again(LIKE scores);
COPY again FROM PROGRAM
	'tail -n +2 $dir/penguins.csv | $serve --only' WITH (FORMAT csv);
SELECT prediction, count(*) FROM scores GROUP BY 1 ORDER BY 1;
SELECT count(*) FROM (TABLE scores EXCEPT ALL TABLE again) AS d;
END
mlc-serve "$dir/m.mlc" --only -O csv <"$MLC_DATA/penguins.csv" |
    tail -n +2 | cmp - "$dir/scores.csv"
# What is no row of the model fails the statement, and no file is there.
rm "$dir/scores.csv"
sql -c "COPY (SELECT island, sex FROM penguins) TO PROGRAM
    '$serve --only -o $dir/scores.csv' WITH (FORMAT csv)" 2>&1 |
    sed "s|$dir|DIR|g" | tail -n 1
[ ! -e "$dir/scores.csv" ]
