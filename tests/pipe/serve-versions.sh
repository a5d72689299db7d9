# Versions of one name: which one answers is told by path, alias or what the
# name stands for, and header, answer, log and metrics say which it was.
. "$MLC_TOP/tests/fault/http_server"
set -e
serve_model
mv m.mlc m@9.mlc
for n in 10 11; do
	mlc-ingest rows.csv --limit $((n * 30)) -t churn --role id=id |
		mlc-train baseline -o m@$n.mlc
done
# In the order of a glob: 10 11 9.
serve m@*.mlc other=m@11.mlc --alias stable=9 --log log.jsonl --allow-load
json='Content-Type: application/json'
digest() {
	sha256sum <"$1" | cut -c1-8
}

# ask PATH: who answered, and the header's word for it.
ask() {
	curl -sS -D head -H "$json" -d "${2:-$body}" "$url$1" >answer
	grep -o '"error[^}]*\|"model_version":"[^"]*"' answer || :
	sed -n 's/^Mlc-Model: //p' head | tr -d '\r'
}
body=$(cat v2)
ask /v2/models/m/infer
ask /v2/models/m/versions/latest/infer
ask /v2/models/m/versions/10/infer
ask /v2/models/m@9/infer
ask /v2/models/m/versions/stable/infer
ask "/v2/models/m@$(digest m@10.mlc)/infer"
ask /v2/models/m/versions/12/infer
ask /v2/models/m@9/versions/10/infer
ask /v2/models/x@9/infer
body=$(cat instances)
ask /invocations
ask /v1/models/m@stable:predict
ask /v1/models/m:predict
ask /v1/models/other:predict | sed "s/$(digest m@11.mlc)/DIGEST/"

# Each of them gives what its file gives.
for v in 9 10 11; do
	mlc-serve -q m@$v.mlc -O csv --only <new.csv | tail -n +2 |
		cut -d, -f2 >want
	curl -sS -H "$json" --data-binary @instances \
	    "$url/v1/models/m@$v:predict" | grep -o '"score":[^,}]*' |
		cut -d: -f2 | cmp - want
done
curl -sS "$url/v2/models"; echo
curl -sS "$url/v2/models/m" | cut -c 1-60
curl -sS -X POST "$url/v2/repository/index" | sed "s/$(digest m@11.mlc)/DIGEST/"
echo
curl -sS "$url/metrics" | grep '^mlc_rows_total{model="m"' |
	sed "s/$(digest m@9.mlc)/NINE/; s/$(digest m@10.mlc)/TEN/
	     s/$(digest m@11.mlc)/ELEVEN/"
grep -o '"version":"[0-9]*","digest":"[0-9a-f]*"' log.jsonl | sort | uniq -c |
	sed "s/$(digest m@9.mlc)/NINE/; s/$(digest m@10.mlc)/TEN/
	     s/$(digest m@11.mlc)/ELEVEN/; s/^ *//"

# The file of one label is replaced: the label stays, the digest is another.
cp m@10.mlc m@9.mlc
curl -sS -X POST "$url/v2/repository/models/m@9/load"; echo
ask /v1/models/m@stable:predict
curl -sS "$url/metrics" | grep -c '^mlc_rows_total{model="m",version="9"'
kill $pid
wait $pid
trap - EXIT

# The alias production is what a name stands for.
serve m@*.mlc --alias m@production=10
ask /invocations
ask /v1/models/m@latest:predict
kill $pid
wait $pid
trap - EXIT

# Names that there cannot be.
wrong() {
	must_exit 2 timeout 9 mlc-serve --listen 127.0.0.1:0 "$@" 2>&1 |
		grep -v ^try
}
wrong m@9.mlc x=m@9.mlc m@9=m@10.mlc
wrong m@latest=m@9.mlc
wrong m@=m@9.mlc
wrong a@b@c=m@9.mlc
for alias in m latest=9 9=9 production=12 x@production=9 a/b=9 m@=9; do
	wrong m@9.mlc m@10.mlc --alias "$alias"
done
must_exit 2 mlc-serve m@9.mlc --alias a=9 2>&1 | head -n 1
