# A table that is wider than the terminal loses columns by rank, not values, and
# names them; -O vertical has them all; a pipe has no width.
head -4 $MLC_DATA/penguins.csv | mlc-ingest -t sex -O csv >penguins.csv
terminal 120 'mlc-profile -t sex penguins.csv'
terminal 60 'mlc-profile -t sex penguins.csv'
terminal 60 'mlc-ingest -t sex penguins.csv'
terminal 8 'mlc-ingest -t sex penguins.csv'
terminal 60 'mlc-ingest -t sex penguins.csv --limit 2 -O vertical'
mlc-ingest $MLC_DATA/penguins.csv --limit 1 -O table
printf 'a,"b\nc"\n1,"x\ty"\n,\303\251\n' | mlc-ingest -O vertical
# More than 40 columns are counted, not named.
awk 'BEGIN { for (i = 1; i < 61; i++) printf "%sx%d", (i > 1) ? "," : "", i
	print ""; for (i = 1; i < 61; i++) printf "%s%d", (i > 1) ? "," : "", i
	print "" }' >wide.csv
terminal 40 'mlc-ingest wide.csv'
