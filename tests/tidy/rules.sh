# The rules of style that a program can hold. Each line of output is a fault.
cd "$MLC_TOP" || exit 2
tidy=tests/tidy

# grep_code PATTERN FILE...: matches outside of comments, as file:line:text.
grep_code() {
	pattern=$1
	shift
	awk -v p="$pattern" '
	FNR == 1 { within = 0 }
	{ line = $0 }
	within { if (!sub(/^.*\*\//, "", line)) next; within = 0 }
	{
		gsub(/\/\*([^*]|\*[^\/])*\*\//, "", line)
		if (line ~ /\/\*/) { sub(/\/\*.*/, "", line); within = 1 }
		gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
		if (line ~ p) print FILENAME ":" FNR ":" $0
	}' "$@"
}

# banned WHAT PATTERN FILE...: no file has code that matches.
banned() {
	what=$1
	shift
	grep_code "$@" | sed "s/^/$what: /"
}

c_files() {
	find "$@" -name '*.[ch]' | sort
}

# Calls that lose errors, overflow, or depend on the locale.
word='(^|[^a-z0-9_.>])'
banned "banned call" "$word(strcpy|strcat|sprintf|vsprintf|gets|atoi|atol|atof|\
setlocale|alloca|system|popen|strtok|strtod|strtof|strtol|strtoul|strtoll|\
rand|srand|localtime|gmtime|mktime)\\(" $(c_files cmd common)
banned "allocated without a check" "$word(malloc|calloc|realloc|reallocarray|\
strdup)\\(" $(c_files cmd common | grep -v '^common/base/mem\.c$')

# The library never prints and never exits; out of memory and BUG may.
banned "printed by the library" "$word(printf|puts|putchar|perror)\\(|${word}stdout" \
    $(c_files common)
banned "exit in the library" "$word(exit|_exit|abort)\\(|${word}stderr" \
    $(c_files common | grep -v '^common/base/\(mem\|diag\)\.c$')

# A dependency is called by its layer only.
only() {
	layer=$1 prefix=$2
	banned "outside of $layer" "$word($prefix)" \
	    $(c_files cmd common | grep -v "^common/$layer/")
}
only format '(archive|csv)_[a-z_]*\('
only num '(gsl|cblas|openblas)_[a-z_0-9]*\('
only serve 'MHD_'
only track '(EVP|PEM|BIO|ERR)_[A-Za-z_0-9]*\('
only base '(sha256|nettle)_[a-z_0-9]*\('

# Length of lines, tabs being eight columns, and of functions.
awk '{
	n = 0
	for (rest = $0; i = index(rest, "\t"); rest = substr(rest, i + 1))
		n = int((n + i + 7) / 8) * 8
	if (n + length(rest) > 80)
		print "over 80 columns: " FILENAME ":" FNR
}' $(c_files cmd common tests)
awk -f $tidy/functions.awk $(find cmd common -name '*.c') |
    awk '$1 > 60 { print "over 60 lines: " $2 " (" $1 ")" }'

# Licence, unique names, headers with a user.
awk 'FNR == 1 && !/SPDX/ { print "no licence: " FILENAME }' \
    $(c_files cmd common tests)
find cmd common tests/unit -name '*.[ch]' | sed 's,.*/,,' | sort | uniq -d |
    sed 's/^/two files of one name: /'
awk '
/^#include "/ {
	name = $2
	gsub(/"/, "", name)
	self = FILENAME
	sub(/.*\//, "", self)
	sub(/\.c$/, ".h", self)
	if (name != self)
		used[name] = 1
}
FNR == 1 && FILENAME ~ /\.h$/ { headers[FILENAME] = 1 }
END {
	for (f in headers) {
		name = f
		sub(/.*\//, "", name)
		if (!used[name])
			print "a header without a user: " f
	}
}' $(c_files cmd common) | sort

# Shared options have a line in mlc(7); those of a tool: man/synopsis.
mlc-ingest --help | sed -n '/^Shared options:/,$p' |
    grep -o '^ .\{4,6\}--[a-z0-9-]*' | grep -o -- '--.*' |
while read -r option; do
	sed 's/\\-/-/g' man/mlc.7 | grep -q -e "${option#--}" ||
	    echo "not in mlc(7): $option"
done

# Walks from main to the arithmetic get no longer.
work=$(sh $tidy/walk) || echo "$work"

# What follows asks the objects, and those of ASan have more in them.
[ "$(basename "$MLC_BUILD")" = release ] || exit 0

# A global function has a user outside of its file, or is used in it and has a
# test. The rank of a machine waits for others beside it.
sh $tidy/symbols "$MLC_BUILD" | awk '$1 == 0 { print $2, $3 }' |
while read -r name file; do
	uses=$(grep -c "\<$name\>" "$file")
	if ! grep -rq "\<$name\>" tests --include='*.[ch]'; then
		echo "could be static: $name ($file)"
	elif [ "$uses" -lt 2 ] && [ "${name%_*}" != crew ]; then
		echo "only tests use it: $name ($file)"
	fi
done

# A .c has a header of its name, or of the beginning of its name, or gives
# nothing but rows of tables.
objects() {
	find common -name '*.c' | sed "s,^,$MLC_BUILD/obj/,; s/\.c\$/.o/"
}
objects | xargs nm -A | sed -n "s,^$MLC_BUILD/obj/,,; "'s/\.o:[0-9a-f]* T .*/.c/p' |
    sort -u |
while read -r f; do
	base=${f%.c}
	while [ ! -f "$base.h" ] && [ "$base" != "${base%_*}" ]; do
		base=${base%_*}
	done
	[ -f "$base.h" ] || echo "no header of its name: $f"
done

# Of two functions of one name in an archive, the linker takes either.
objects | xargs nm | awk '$2 == "T" { print $3 }' | sort | uniq -d |
    sed 's/^/two functions of one name: /'

# No file-scope state that changes, but for what a signal handler needs (the
# names of unfinished files, an open line, a pipe), where a thread goes on without memory, and
# the processors that BLAS is not shown.
objects | xargs nm -A -f sysv | awk -F '|' '
	$7 ~ /^\.(data|bss|tbss|tdata)(\.[^r].*)?$/ {
		gsub(/ /, "", $1)
		sub(/.*\/obj\//, "", $1)
		if ($1 !~ /^common\/base\/(cleanup.o:(slots|line_open)|mem.o:way_out|\
signal_pipe.o:ends)$|^common\/num\/num_init.o:given/)
			print "state that changes: " $1
	}'
