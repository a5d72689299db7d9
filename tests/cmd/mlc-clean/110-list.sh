# --list names each operation that there is an option for.
set -e
mlc-clean --list >list
cut -d' ' -f1 list | while read -r op; do
	mlc-clean --help | grep -q -e "--$op" || echo "no option: $op"
done
test "$(wc -l <list)" -eq 26
