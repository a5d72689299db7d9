# A row that is too long to be built in memory stands among many that threads
# share: the text is the one that came.
awk 'BEGIN {
	long = "0123456789"
	while (length(long) < 3000000)
		long = long long
	print "n,text"
	for (i = 1; i <= 3000; i++)
		print i "," (i == 2000 ? long : "t" i)
}' >in.csv
for threads in 1 3; do
	mlc-ingest in.csv -j $threads -O csv | cmp - in.csv
done
