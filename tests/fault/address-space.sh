# In a small address space a tool works, or says that it has no memory: BLAS does
# not ask for it for ever.
case $MLC_BUILD in
*asan) echo "ASan itself needs the address space"; exit 77 ;;
esac
cp "$MLC_TOP/tests/data/churn.csv.gz" .
(ulimit -v 200000; timeout 20 mlc-train --version >/dev/null) ||
	echo "200 MB are not enough for --version: $?"
mlc-ingest churn.csv.gz -t churn | mlc-clean -i auto |
	mlc-encode --auto >encoded.mlcs
(ulimit -v 200000; timeout 20 mlc-train logistic -j2 encoded.mlcs -o n.mlc) \
    2>&1
echo $?
