# Wrong usage and no input: a message, status 2.
must_exit 2 mlc-profile --nosuch
must_exit 2 mlc-profile nosuch.csv
printf '' | must_exit 2 mlc-profile 2>err
grep -q '^mlc-profile: ' err || cat err
