# Types from all rows; a number with leading zeros is text.
printf 'a,b,c,d,e,f\n1,1.5,true,2024-05-01,007,\n2,2,False,2024-05-01 10:20:30,8,\n' |
	mlc-ingest --no-lineage
