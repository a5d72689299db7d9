# Columns and types as in another source.
printf 'zip,n,y\n01,1,a\n02,2.5,b\n' | mlc-ingest -t y >train.mlcs
printf 'n,zip,z\n3,12,1\n' | mlc-ingest --schema train.mlcs --no-lineage
printf 'n\n3\n' | must_exit 2 mlc-ingest --schema train.mlcs
printf '7,8\n' | mlc-ingest --schema train.mlcs --no-header -O csv
printf 'n,zip\nx,12\n' | must_exit 2 mlc-ingest --schema train.mlcs
