# The page of mlc-train has each parameter of each algorithm with the default
# and the words that the program's tables give it.
command -v mandoc >/dev/null || { echo "no mandoc"; exit 77; }
mandoc -T ascii -O width=500 "$MLC_TOP/man/mlc-train.1" |
	sed 's/.\x08//g' >page
for a in linear logistic gbdt forest isolation kmeans sgd; do
	sed -n "/Parameters of $a\$/,\$p" page | sed '1d' |
		sed '/^   *Parameters of\|^   *All algo/,$d' >text
	mlc-train $a --help | sed '1,/^Parameters/d; /^$/,$d' |
	awk '/^      --/ { if (t) print t; t = "" } { t = t " " $0 }
		END { print t }' | tr -s ' ' |
	while read -r option arg help; do
		grep -qF -e " $option $arg" text || echo "$a: $option $arg"
		default=${help##*(}
		sed -n "/ $option /,/ --/p" text |
			grep -qF "($default" || echo "$a: $option: $default"
		case $help in
		*:*"("*) [ "$arg" = WORD ] || continue
			for word in $(echo "${help##*:}" | sed 's/(.*//'); do
				grep -qw -e "$word" text ||
					echo "$a: $option: $word"
			done ;;
		esac
	done
done
