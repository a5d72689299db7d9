# Signatures of files, checked by openssl, too; what was edited is refused, and
# mlc-serve serves what is signed.
command -v openssl >/dev/null || { echo "no openssl"; exit 77; }
set -e
cp "$MLC_DATA/penguins.csv" .
mlc-ingest penguins.csv -t species >p.mlcs
mlc-train -q baseline -o m.mlc p.mlcs >/dev/null
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.pem \
    2>/dev/null
openssl genpkey -algorithm ed25519 -out ed.pem
for k in ec ed; do openssl pkey -in $k.pem -pubout -out $k.pub; done
cat ec.pub ed.pub >both.pub

member() {
	sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$2"
}
for k in ec ed; do
	mlc-track sign -k $k.pem m.mlc
	mlc-track check -k $k.pub m.mlc 2>&1 |
		sed "s/$(sha256sum $k.pub | cut -c 1-12)/ITS OWN/"
	mlc-track check -q -k both.pub m.mlc
	# What is signed, by the words of DSSE; and the digest of one digest.
	member payload m.mlc.sig | base64 -d >payload
	member sig m.mlc.sig | base64 -d >sig
	type=$(member payloadType m.mlc.sig)
	{ printf 'DSSEv1 %d %s %d ' ${#type} "$type" "$(wc -c <payload)"
	  cat payload; } >signed
	case $k in
	ec) openssl dgst -sha256 -verify $k.pub -signature sig signed ;;
	ed) openssl pkeyutl -verify -pubin -inkey $k.pub -rawin -in signed \
		-sigfile sig ;;
	esac
	digest=$(sha256sum m.mlc | cut -c 1-64)
	root=$(printf "$(echo $digest | sed 's/../0x& /g' |
	    xargs printf '\\%03o')" | sha256sum | cut -c 1-64)
	sed "s/$digest/DIGEST/; s/$root/ROOT/" payload
	echo
	cp m.mlc.sig $k.sig
done

# By nobody, another one, of other bytes, edited.
check() {
	must_exit 1 mlc-track check "$@" 2>&1
}
check -k ed.pub --signature ec.sig m.mlc
check -k ec.pub p.mlcs
check -k ec.pub --signature ec.sig p.mlcs
mlc-track sign -k ec.pem p.mlcs
mlc-track check -q -k ec.pub p.mlcs
sed -i '1s/"args":\["penguins.csv"/"args":["pinguins.csv"/' p.mlcs
check -k ec.pub p.mlcs
sed 's/"sig":"M/"sig":"N/' ec.sig >bad.sig
check -k ec.pub --signature bad.sig m.mlc
# A statement on other bytes, under the signature of this one.
other=$(sed "s/$digest/$(sha256sum p.mlcs | cut -c 1-64)/" payload |
	base64 -w 0)
sed "s,\"payload\":\"[^\"]*,\"payload\":\"$other," ec.sig >bad.sig
check -k ec.pub --signature bad.sig m.mlc
check -k ec.pub --signature bad.sig p.mlcs
check -k ec.pub --signature p.mlcs m.mlc | cut -c 1-30
check -k ec.pub --signature nosuch m.mlc

# Keys that are none.
must_exit 2 mlc-track check m.mlc 2>&1
must_exit 2 mlc-track check -k nosuch m.mlc 2>&1
must_exit 2 mlc-track check -k p.mlcs m.mlc 2>&1
must_exit 2 mlc-track sign -k ec.pub m.mlc 2>&1 | cut -d: -f 1-2
must_exit 2 mlc-track sign -k ec.pem nosuch 2>&1
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out big.pem \
    2>/dev/null
must_exit 2 mlc-track sign -k big.pem m.mlc 2>&1
openssl pkey -in ec.pem -aes128 -passout pass:x -out locked.pem
must_exit 2 mlc-track sign -k locked.pem m.mlc 2>&1 | cut -d: -f 1-2

# In the registry, and for mlc-serve.
mlc-track init -q
cp ec.sig m.mlc.sig
mlc-track promote -q m.mlc birds@production
rm m.mlc.sig
mlc-track check -q -k ec.pub registry:birds@production
mlc-track sign -k ed.pem registry:birds@production
mlc-track check -q -k ed.pub registry:birds@production
mlc-track verify -q
mlc-track gc -q --grace 0
mlc-track verify -q
serve() {
	mlc-serve -q --only -O csv --require-signature ed.pub "$@" <penguins.csv
}
serve registry:birds@production | head -n 2
mlc-train -q gbdt --trees 2 -o n.mlc penguins.csv -t species >/dev/null
must_exit 2 mlc-serve --require-signature ed.pub n.mlc 2>&1 <penguins.csv
mlc-track sign -k ec.pem n.mlc
must_exit 2 mlc-serve --require-signature ed.pub n.mlc 2>&1 <penguins.csv
mlc-track sign -k ed.pem n.mlc
serve n.mlc | wc -l
