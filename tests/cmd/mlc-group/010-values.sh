# Values as pandas 2.3.3 has them: groupby([...], sort=False, dropna=False) and
# size, mean, std, min, quantile(0.9), median, nunique, mode()[0], sum.
mlc-group -k species,sex -a 'n=count(), mass=mean(body_mass_g),
	sd(body_mass_g), min(bill_depth_mm), q=quantile(flipper_length_mm, 0.9),
	median(bill_length_mm), d=distinct(island), mode(island),
	heavy=share(body_mass_g > 4000), sum(flipper_length_mm), last(island),
	masses=count(body_mass_g)' -O csv "$MLC_DATA/penguins.csv"
# All rows as one group, and no rows.
mlc-group -a 'n=count(), sum(body_mass_g), max(species)' -O csv "$MLC_DATA/penguins.csv"
printf 'k,x\n' | mlc-group -a 'n=count(), sum(x), mean(x), mode(x)' -O csv
printf 'k,x\n' | mlc-group -k k -O csv
# Missing is a key; 0.0 and -0.0 are one.
printf 'k,x\n0.0,1\n,2\n-0.0,3\n,4\n1.5,5\n' | mlc-group -k k -a 'sum(x)' -O csv
# Cancellation costs nothing: the sum is 1, the variance 7 / 12.
printf 'x\n1e16\n1.0\n-1e16\n' | mlc-group -a 'sum(x), mean(x)' -O csv
printf 'x\n1000000001.5\n1000000003.0\n1000000002.0\n' | mlc-group -a 'sd(x), var(x)' -O csv
# A table of groups is a table: a model is made of it and scores raw groups.
mlc-group -k cut,color,clarity -a 'n=count(), carat=mean(carat), price=mean(price)' \
	"$MLC_DATA/diamonds.csv.gz" >groups.mlcs
mlc-encode --auto groups.mlcs | mlc-train linear -q -t price -o m.mlc
mlc-ingest -O csv groups.mlcs | mlc-serve m.mlc -O csv | wc -l
