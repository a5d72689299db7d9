# A value reaches the program as it is, however the sentence quotes its place.
set -e
cat >show <<'END'
#!/bin/sh
line=
for word; do line="$line[$word]"; done
printf '%s\n' "$line" >>seen
echo 1
END
chmod 755 show
mlc-tune -q --no-input -s grid -m min:f -p "w={it's,\$HOME \`id\`;id,a\"b\\c,*,#x,}" \
	"./show {w} x{w}y '{w}' \"{w}\" 'x'{w} # it's {w}
:" >/dev/null
mlc-tune -q --no-input -s grid -m min:f -p "w={it's,*}" -p 'n={1}' \
	'./show {w?-a "<{}>" {}} {n?{}} {w?}' >/dev/null
LC_ALL=C sort seen
must_exit 2 mlc-tune --no-input -m min:f -p 'w={a b}' './show $(echo {w})' 2>&1
