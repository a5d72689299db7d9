# The EXAMPLES of each page run: every line that begins with a dollar sign,
# in the order of the page, in a folder with the tables they speak of.
set -e
for page in "$MLC_TOP"/man/mlc*.[157]; do
	n=$(basename "$page")
	mkdir "$n"
	(
		cd "$n"
		cp "$MLC_DATA"/*.csv* "$MLC_DATA"/models/*dart.json .
		sed -n '/^\.Sh EXAMPLES/,/^\.Sh/p' "$page" |
			sed -n 's/\\e/\\/g; s/\\(dq/"/g; s/\\-/-/g
			    s/^\$ //p' >commands
		i=0
		while read -r command; do
			i=$((i + 1))
			sh -c "$command" >"out.$i" 2>"err.$i" \
				</dev/null && continue
			status=$?
			# "# exit 1" behind a command says what it ends with.
			case $command in
			*"# exit $status") ;;
			*)
				echo "$n: exit $status: $command"
				head -n 5 "err.$i"
				;;
			esac
		done <commands
	)
	rm -rf "$n"
done
