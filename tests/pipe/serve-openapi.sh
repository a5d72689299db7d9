# /openapi.json has the routes, and each of them answers as it says, in the
# form that it says; what it does not have is not there.
. "$MLC_TOP/tests/fault/http_server"
serve_model
mv m.mlc m@2.mlc
serve m@2.mlc --allow-load
curl -sS "$url/openapi.json" >doc
# It is JSON that we ourselves read, and lists each path once.
sed 's/^/[/; s/$/]/' doc | mlc-ingest -f json -O csv 2>/dev/null | head -n 1 |
	grep -c '^openapi'
# path method: of each, with what its body and answer are.
grep -o '"/[^"]*":{"\(get\|post\)":.*' doc |
	sed 's/"\(\/[^"]*\)":{"\(get\|post\)":/\n\1 \2 /g' | grep ^/ >routes
wc -l <routes
cut -d ' ' -f 1 routes | sort | uniq -d
while read -r path method rest; do
	at=$(echo "$path" | sed 's/{model}/m/; s/{version}/2/')
	says=$(echo "$rest" | sed 's/.*"200":{"description":"[^"]*","content":{"\([^"]*\)".*/\1/')
	case $rest in
	*schemas/Rows*requestBody* | *requestBody*schemas/Rows*) body=@records ;;
	*schemas/Tensors*) body=@v2 ;;
	*) body= ;;
	esac
	if [ $method = post ]; then
		set -- -H 'Content-Type: application/json' --data-binary "$body"
	else
		set --
	fi
	got=$(curl -sS -o answer -w '%{response_code} %{content_type}' "$@" "$url$at")
	echo "$method $path ${got%%;*}"
	[ "${got#* }" = "$says" ] || [ "${got%%;*}" = "200 $says" ] ||
		echo "says $says"
	# By the other method it is refused.
	[ $method = get ] && other=POST || other=GET
	curl -sS -o answer -w '%{response_code}\n' -X $other "$url$at" | grep -v 405
done <routes
curl -sS "$url/metrics" | grep 'path="other"'
# A row has the inputs, by type.
grep -o '"Row":{.*' doc
stop
