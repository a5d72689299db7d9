# mlc starts the tools beside it, also through a link from elsewhere and with
# none of them in PATH, and names the nearest where there is none.
mlc split --version | head -n 1
ln -s "$MLC_BUILD/mlc" here
PATH=/usr/bin:/bin
export PATH
./here train --version | head -n 1
./here --version | head -n 1
./here help clean | head -n 1

# A tool of somebody else's, in PATH.
printf '#!/bin/sh\necho "$# $2"\n' >mlc-own
chmod 755 mlc-own
PATH=$PWD:$PATH ./here own 'a b' 'c d'

for wrong in trian nosuch ../mlc-own --nosuch; do
	"$MLC_TOP/tests/must_exit" 2 ./here $wrong 2>&1
done
./here >/dev/full 2>full || cat full
