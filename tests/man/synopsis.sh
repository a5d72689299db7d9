# The SYNOPSIS of each page is the usage that --help prints, and each option
# of --help's own part is in the page.
command -v mandoc >/dev/null || { echo "no mandoc"; exit 77; }
plain() {	# letters that are struck over are bold
	sed 's/.\x08//g'
}
words() {
	tr -s ' \n\t' '   ' | sed 's/ *$//; s/^ *//'
}
for page in "$MLC_TOP"/man/mlc-*.1; do
	t=$(basename "$page" .1)
	mandoc -T ascii -O width=500 "$page" | plain |
		sed -n '/^SYNOPSIS/,/^DESCRIPTION/p' | sed '1d;$d' |
		words >synopsis
	"$t" --help | sed '/^$/,$d; s/^usage: //' | words >usage
	cmp -s synopsis usage || {
		echo "$t:"
		echo "  page: $(cat synopsis)"
		echo "  help: $(cat usage)"
	}
	mandoc -T ascii "$page" | plain >text
	"$t" --help | sed '/^Shared options:/,$d' |
		grep -o '^ .\{4,6\}--[a-z0-9-]*' | grep -o -- '--.*' |
	while read -r option; do
		grep -q -e "$option" text ||
			echo "$t: $option is not in the page"
	done
done
# Help fits the screen.
for t in "$MLC_BUILD"/mlc-* "$MLC_BUILD/mlc-train gbdt"; do
	$t --help | awk -v t="$t" 'length($0) > 80 { print t ": " $0 }'
done
