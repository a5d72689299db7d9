# A row is answered before the next one is written.
set -e
serve_model
mkfifo in out
timeout 60 mlc-serve m.mlc -O csv --only <in >out &
exec 3>in 4<out
sed -n '1,2p' new.csv >&3
read -r header <&4
read -r first <&4
sed -n '3p' new.csv >&3
read -r second <&4
exec 3>&-
wait $!
mlc-serve m.mlc -O csv --only <new.csv | head -n 3 >want
printf '%s\n' "$header" "$first" "$second" | cmp - want
# The same for lines of JSON.
timeout 60 mlc-serve m.mlc -O csv --only <in >out &
exec 3>in 4<out
sed -n '1p' new.jsonl >&3
read -r header <&4
read -r first <&4
sed -n '2p' new.jsonl >&3
read -r second <&4
exec 3>&-
wait $!
printf '%s\n' "$header" "$first" "$second" | cmp - want
