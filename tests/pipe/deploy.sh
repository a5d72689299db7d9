# What scripts/deploy has for production, held against the server that it is
# for, and against the programs that read it, where they are installed.
. "$MLC_TOP/tests/fault/http_server"
serve_model
cp m.mlc other.mlc
mkdir sites www log units
deploy=$MLC_TOP/scripts/deploy
here="s|/var/log/mlc-serve|$PWD/log|g; s|/run/mlc-serve.sock|$PWD/sock|g
	s|/srv/mlc/model|$PWD/m|g; s|/models/model|$PWD/m|g; s|/etc/mlc/|$PWD/|g
	s|/dev/stdout|$PWD/access|g; s|0.0.0.0:8080|127.0.0.1:0|g
	s|/usr/local/bin/mlc-serve|$(command -v mlc-serve)|g"
token=a-token-that-is-long
echo "$token # of the shop" >tokens
json='Content-Type: application/json'
auth="Authorization: Bearer $token"
head -n 1 new.jsonl | sed 's/.*/{"instances":[&]}/' >one
has() {
	PATH=$PATH:/usr/sbin command -v "$1" >/dev/null
}
# ask ARGUMENT...: of curl; says the status.
ask() {
	curl -sS -m 20 -o body -w '%{response_code}\n' "$@"
}
soon() {
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ $tries -lt 200 ] || { echo "never: $*"; exit 1; }
		sleep 0.05
	done
}

# systemd takes the units, and finds the service as safe as the README says.
for unit in mlc-serve.service mlc-serve.socket; do
	sed "$here" "$deploy/$unit" >units/$unit
done
if has systemd-analyze; then
	systemd-analyze verify --man=no units/mlc-serve.* 2>&1
	level=$(systemd-analyze security --no-pager --offline=true \
	    units/mlc-serve.service | sed -n 's/.*Overall exposure level/&/
		s/^[^O]*\(Overall[^:]*: [0-9.]* [A-Z]*\).*/\1/p')
	# Each version counts differently.
	! systemd-analyze --version | grep -q '^systemd 252' ||
		grep -qF "$level" "$deploy/README" || echo "security: $level"
fi

# Its command serves at the socket, and nginx, with TLS, is in front of it.
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem \
    -days 2 -subj /CN=models.example.com \
    -addext subjectAltName=DNS:models.example.com 2>/dev/null
sed "$here; s|listen 443|listen unix:$PWD/tls|" "$deploy/nginx.conf" >sites/mlc
. "$MLC_TOP/tests/nginx_server"
trap 'kill -9 $pid 2>/dev/null; kill $(cat "$dir/pid"); rm -rf "$dir"' EXIT
eval "$(sed -n 's/^Environment="*\([A-Z]*\)=\([^"]*\)"*$/\1="\2"/p' \
    units/mlc-serve.service)"
CREDENTIALS_DIRECTORY=$PWD
command=$(sed -n '/^ExecStart=/,/[^\\]$/p' units/mlc-serve.service |
	sed 's/^ExecStart=//; s/\\$//' | tr -d '\n')
if has systemd-socket-activate; then
	eval "exec systemd-socket-activate -l '$PWD/sock' $command" \
	    2>serve.err &
else
	eval "exec $command" 2>serve.err &
fi
pid=$!
soon [ -S sock ]
# tls PATH [ARGUMENT...]
tls() {
	where=https://models.example.com$1
	shift
	ask --cacert cert.pem --unix-socket tls -H "$json" "$@" "$where"
}
for path in /v2/health/ready /v2/models /metrics \
    /v2/repository/models/m/load; do
	echo "$path $(tls $path -H "$auth")"
done
echo "no token $(tls /invocations --data-binary @one)"
echo "invocations $(tls /invocations -H "$auth" --data-binary @one)"
grep -c prediction body

# Logs are renamed, and the signal has new ones opened.
sed "$here; s/systemctl kill --signal=SIG\(.*\) mlc-serve.service/kill -\1 $pid/" \
    "$deploy/logrotate" >rotate
if has logrotate; then
	PATH=$PATH:/usr/sbin logrotate -s state -f rotate
else
	for log in rows access; do
		mv log/$log.jsonl log/$log.jsonl-1
	done
	eval "$(sed -n '/postrotate/,/endscript/s/^.*kill/kill/p' rotate)"
fi
soon [ -e log/rows.jsonl ]
soon [ -e log/access.jsonl ]
cat log/rows.jsonl-* | grep -c '"prediction"'
kill $pid
wait $pid || echo "mlc-serve: status $?"

# The containers' commands serve, and the probes' paths answer who has no
# token.
args=$(awk '/^ *args:/ { on = 1; next } !/^ *- / { on = 0 }
	on { gsub(/[" ]|^ *- /, ""); print }' "$deploy/kubernetes.yaml" |
	sed "$here")
cmd=$(sed -n '/^CMD \[/,/]/p' "$deploy/Containerfile" |
	sed "$here; s/CMD \[\"mlc-serve\"//" | tr -d '[]",\\')
for words in "$args" "$cmd"; do
	: >serve.err
	mlc-serve $words 2>serve.err &
	pid=$!
	soon grep -q listening serve.err
	url=$(sed -n 's/.*listening on //p' serve.err)
	for path in $(sed -n 's/.*httpGet: {path: \([^,]*\),.*/\1/p' \
	    "$deploy/kubernetes.yaml" | sort -u); do
		echo "$path $(ask "$url$path")"
	done
	kill $pid
	wait $pid || echo "mlc-serve: status $?"
done
grep -c /v2/health/ready access

# The YAML is what it says: names meet, and nothing is run that need not be.
python3 -c 'import yaml' 2>/dev/null &&
	python3 - "$deploy/kubernetes.yaml" "$deploy/alerts.yaml" <<-'P'
	import sys, yaml
	docs = {d["kind"]: d for d in yaml.safe_load_all(open(sys.argv[1]))}
	pod = docs["Deployment"]["spec"]["template"]
	box, = pod["spec"]["containers"]
	labels = pod["metadata"]["labels"]
	for name, d in docs.items():
	    s = d["spec"]
	    for key in ("selector", "podSelector"):
	        if key in s:
	            assert s[key].get("matchLabels", s[key]) == labels, name
	ports = {p["name"] for p in box["ports"]}
	for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
	    assert box[probe]["httpGet"]["port"] in ports, probe
	assert docs["Service"]["spec"]["ports"][0]["targetPort"] in ports
	volumes = {v["name"] for v in pod["spec"]["volumes"]}
	assert {m["name"] for m in box["volumeMounts"]} == volumes
	rules = yaml.safe_load(open(sys.argv[2]))
	names = [r["alert"] for g in rules["groups"] for r in g["rules"]]
	assert len(set(names)) == len(names) > 0
	P

# The image has the packages of all libraries that the programs want, but for
# those of a build that looks for faults.
if has dpkg && grep -q '^ID=debian' /etc/os-release && has readelf; then
	readelf -d "$(command -v mlc-serve)" |
		sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' >libraries
	! grep -q libasan libraries || : >libraries
	for lib in $(cat libraries); do
		package=$(dpkg -S "*/$lib" 2>/dev/null | sed 's/:.*//' |
			grep -v '^libc6' | head -n 1)
		[ -z "$package" ] ||
			grep -q " $package\( \|$\)" "$deploy/Containerfile" ||
			echo "no $package for $lib in Containerfile"
	done
fi

# Each metric of the rules and the dashboard is one that there is.
serve m=m.mlc --drift 100 --canary other.mlc:50% --shadow other.mlc \
    --canary-limits latency=1000
for k in 1 2 3 4; do
	sed 's/"/\\"/g; s|.*|data-binary = "{\\"instances\\":[&]}"\nnext|
		s|^|output = "body"\nheader = "'"$json"'"\nurl = "'"$url"'/invocations"\n|' new.jsonl
done | sed '$d' >requests
curl -sS -K requests
ask -H "$json" -d '{"instances":[{"age":"x"}]}' "$url/invocations"
answered() {
	curl -sS "$url/metrics" >metrics
	grep -q '^mlc_canary_latency_ratio' metrics &&
		grep -q '^mlc_drift_psi' metrics
}
soon answered
{
	sed -n '/expr:/,/\(for\|labels\):/p' "$deploy/alerts.yaml"
	grep '"\(expr\|query\)":' "$deploy/dashboard.json"
} | grep -o '\(mlc\|request\|process\)_[a-z_]*' | sort -u >asked
for metric in $(cat asked); do
	grep -q "^$metric[{ ]" metrics || echo "there is no metric $metric"
done
[ "$(wc -l <asked)" -gt 25 ] || echo "few metrics: $(cat asked)"
stop
has promtool && { promtool check rules "$deploy/alerts.yaml" >told || cat told; }
if has python3; then
	python3 - "$deploy/dashboard.json" >queries.yaml <<-'P'
	import json, sys
	panels = json.load(open(sys.argv[1]))["panels"]
	print("groups:\n- name: queries\n  rules:")
	for p in panels:
	    for i, t in enumerate(p["targets"]):
	        q = json.dumps(t["expr"].replace("$__rate_interval", "5m"))
	        print(f"  - record: q:{p['id']}_{i}\n    expr: {q}")
	P
	has promtool &&
		{ promtool check rules queries.yaml >told || cat told; }
fi
exit 0
