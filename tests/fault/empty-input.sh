# Nothing at all, or next to nothing, comes in.
. "$MLC_TOP/tests/fault/every_tool"

: >empty.csv
printf '\n\n' >lines.csv
printf '\357\273\277' >mark.csv
gzip -c empty.csv >empty.csv.gz
for input in empty.csv lines.csv mark.csv empty.csv.gz; do
	each refuses_input $input $input ": is empty"
done

# And nothing on standard input.
from_nothing() {
	case $1 in *"<"*) return ;; esac
	refuses "$1" "standard input: is empty"
}
each from_nothing -
