# Bodies compressed by lz4 and zstd, in files and streams of other programs,
# hold the rows that tests/data/arrow/make.py tells.
awk 'BEGIN {
	print "i,s,f,b"
	for (i = 0; i < 300; i++)
		printf "%s,%s,%s,%s\n", i % 7 ? int(i / 3) : "",
		    i % 11 ? "text " i % 5 : "",
		    i % 4 ? i / 4 : i / 4 ".0", i % 2 ? "false" : "true"
}' >want.csv
for f in lz4.arrow lz4.arrows zstd.arrow zstd.arrows; do
	mlc-ingest -O csv "$MLC_DATA/arrow/$f" | cmp - want.csv && echo "$f"
done

# Not what it announces, and more than the bytes can hold.
hole() {
	printf "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}
frame=$(LC_ALL=C grep -obUaP '\x28\xb5\x2f\xfd' "$MLC_DATA/arrow/zstd.arrows" |
	head -n 1 | cut -d: -f1)
for n in '\377' '\000\000\000\000\177' '\376\377\377\377\377\377\377\377'; do
	cp "$MLC_DATA/arrow/zstd.arrows" bad
	hole bad $((frame - 8)) "$n"
	mlc-ingest -O csv bad >/dev/null
	echo $?
done
