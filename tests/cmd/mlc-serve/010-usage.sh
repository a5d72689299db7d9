# Wrong usage and files that are no models end with 2 and say why.
must_exit 2 mlc-serve
must_exit 2 mlc-serve none.mlc
must_exit 2 mlc-serve a.mlc b.mlc
must_exit 2 mlc-serve a.mlc --log x
must_exit 2 mlc-serve a.mlc --strict
must_exit 2 mlc-serve a.mlc --listen 127.0.0.1:0 --only
must_exit 2 mlc-serve a.mlc --listen 127.0.0.1:0 --timeout 0
must_exit 2 mlc-serve a.mlc --lisen x
echo 'a,b' >text.mlc
must_exit 2 mlc-serve text.mlc
echo 'a,y
1,2
2,3' | mlc-train baseline -t y -o m.mlc
must_exit 2 timeout 9 mlc-serve m.mlc --listen 127.0.0.1:99999
must_exit 2 timeout 9 mlc-serve m.mlc --listen 127.0.0.1:http
