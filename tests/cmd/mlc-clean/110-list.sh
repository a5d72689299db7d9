# --list names each step that there is an option for.
set -e
mlc-clean --list >list
cut -c1-14 list | while read -r step; do
	mlc-clean --help | grep -q -e "--$step" || echo "no option: $step"
done
test "$(wc -l <list)" -eq 15
