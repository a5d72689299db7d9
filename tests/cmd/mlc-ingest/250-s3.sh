# Files and folders of S3. (That signatures are those of AWS's own code is
# judged by tests/interop/remote_judge.py.)
mkdir in
for i in 1 2 3 4 5; do printf 'a,b\n%s,x\n' $i >in/$i.csv; done
printf 'not asked for\n' >other.csv
perl "$MLC_TOP/tests/http_hostile" . port log &
trap 'kill $! 2>/dev/null' EXIT
while [ ! -s port ]; do sleep .05; done
HOME=$PWD
AWS_ENDPOINT_URL=http://127.0.0.1:$(cat port)
AWS_ACCESS_KEY_ID=AKIDEXAMPLE AWS_SECRET_ACCESS_KEY=s3cret-word
export HOME AWS_ENDPOINT_URL AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
mlc-ingest s3://lake/in/2.csv -O csv
mlc-ingest s3://lake/in/ --source-column from -O csv
mlc-ingest -v s3://lake/in/ >all.mlcs 2>all.err
grep -l 's3cret-word\|AKIDEXAMPLE' all.mlcs all.err
sed 's,/2[0-9]*/,/DAY/,; s/Signature=[0-9a-f]*$/Signature=HEX/' log | sort -u

# Credentials of a file, of a profile, and none.
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
asked() { tail -n 1 log | sed 's,/2[0-9]*/,/DAY/,; s/, Signature=.*//'; }
mkdir -p .aws .config/mlc
cat >.aws/credentials <<E
[default]
aws_access_key_id = OFTHEFILE
aws_secret_access_key = s3cret-word
[work]
aws_access_key_id = OFWORK
aws_secret_access_key = s3cret-word
aws_session_token = for-now
E
mlc-ingest s3://lake/in/1.csv -O csv && asked
AWS_PROFILE=work AWS_REGION=eu-west-1 mlc-ingest s3://lake/in/1.csv -O csv && asked
rm .aws/credentials
mlc-ingest s3://lake/in/1.csv -O csv && asked
cat >.config/mlc/sources <<E
[lake]
address = s3://lake/in/
user = OFTHESOURCE
password = s3cret-word
region = eu-north-1
endpoint = $AWS_ENDPOINT_URL
E
chmod 600 .config/mlc/sources
unset AWS_ENDPOINT_URL
mlc-ingest source:lake/3.csv -O csv && asked
mlc-ingest source:lake/ -O csv | wc -l

AWS_ENDPOINT_URL=http://127.0.0.1:$(cat port)
export AWS_ENDPOINT_URL
must_exit 2 mlc-ingest s3://lake/none/
must_exit 2 mlc-ingest s3://lake/none.csv
must_exit 2 mlc-ingest s3://lake
must_exit 2 mlc-ingest 's3://la?ke/x'
must_exit 2 mlc-ingest s3://torn/in/
must_exit 2 mlc-ingest s3://lost/in/
must_exit 2 mlc-ingest s3://html/in/
AWS_ACCESS_KEY_ID=alone must_exit 2 mlc-ingest s3://lake/in/1.csv
