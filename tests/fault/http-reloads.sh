# --auto-reload: 200 swaps of a model's file, by rename, by a symbolic link and
# in place, under 16 connections: each request is answered, by one of the two
# models alone. What is cut, broken or gone leaves the old model, and is told
# once for each state of the file.
serve_model
. "$MLC_TOP/tests/fault/http_server"
mv m.mlc a.mlc
mlc-ingest rows.csv -t churn --role id=id | mlc-clean -i auto |
	mlc-encode --auto | mlc-train gbdt --trees 5 -o b.mlc 2>/dev/null

# What each of them answers.
for m in a b; do
	serve m=$m.mlc
	curl -sS -H 'Content-Type: application/json' --data-binary @records \
	    "$url/invocations" | sed 's/^/200 /' >$m.want
	echo >>$m.want
	stop
done
cmp -s a.want b.want && echo "the models answer alike"

# told TEXT N: it is told N times, after a while.
told() {
	tries=0
	until [ "$(grep -c "$1" serve.err)" -ge "$2" ]; do
		tries=$((tries + 1))
		[ $tries -lt 200 ] || { echo "not told: $1"; cat serve.err; break; }
		sleep 0.05
	done
}

# swap NUMBER: the other model takes the path, in one of three ways.
swap() {
	next=a
	[ $(($1 % 2)) -eq 0 ] || next=b
	case $(($1 % 3)) in
	0) cp $next.mlc new && mv -f new m.mlc ;;
	1) ln -sfn $next.mlc new && mv -fT new m.mlc ;;
	2) rm -f m.mlc && cp $next.mlc m.mlc ;;
	esac
}

cp a.mlc m.mlc
serve m.mlc --auto-reload -j2
{
	i=1
	while [ $i -le 200 ]; do
		swap $i
		# Some are seen one by one, others come too fast for that.
		if [ $((i % 10)) -eq 0 ]; then
			sleep 0.4
		else
			sleep 0.02
		fi
		i=$((i + 1))
	done
	told replaced 1
	swap 1
	sleep 1
	swap 2
	sleep 1
} | http_clients answers "$port" 16 records >answers
head -n 1 answers
tail -n +2 answers | sort >got
sort a.want b.want | cmp - got
[ "$(grep -c replaced serve.err)" -ge 2 ] || cat serve.err

# Files that are no models.
head -c 300 a.mlc >new && mv new m.mlc
told 'old "m" stays' 1
rm m.mlc
told 'old "m" stays' 2
# One that is written slowly is not read before it is whole.
{ head -c 300 b.mlc; sleep 0.1; tail -c +301 b.mlc; } >m.mlc
told 'is replaced' "$(($(grep -c 'is replaced' serve.err) + 1))"
grep -c 'old "m" stays' serve.err
curl -sS -H 'Content-Type: application/json' --data-binary @records \
    "$url/invocations" | sed 's/^/200 /' >got
echo >>got
cmp got b.want
# A link on the way to the file, as Kubernetes swaps it.
mkdir d.a d.b
cp a.mlc d.a/m.mlc
cp b.mlc d.b/m.mlc
ln -s d.b data
ln -sf data/m.mlc m.mlc
sleep 1.5
n=$(grep -c 'is replaced' serve.err)
ln -s d.a new && mv -fT new data
told 'is replaced' $((n + 1))
# Without a change nothing is read.
n=$(wc -l <serve.err)
sleep 1.5
[ "$n" -eq "$(wc -l <serve.err)" ] || cat serve.err
kill $pid
wait $pid || echo "status $?"
trap - EXIT
