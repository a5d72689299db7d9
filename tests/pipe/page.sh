# The page in a browser: the form begins with a row that can be scored, and the
# example names the server.
command -v chromium >/dev/null || exit 77
serve_model
. "$MLC_TOP/tests/fault/http_server"
serve m.mlc -j1
HOME=$PWD timeout 60 chromium --headless --no-sandbox --disable-gpu \
    --dump-dom "$url/" >dom 2>/dev/null
grep -c 'curl http://HOST' dom
grep -c "curl http://127.0.0.1:$port/" dom
grep -o '<input name="age"[^>]*>' dom
grep -o '<option>[^<]*</option>' dom
stop
