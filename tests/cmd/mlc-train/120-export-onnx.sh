# Recipe and model as an ONNX graph. onnxruntime gives what mlc-serve gives in
# make interop; here the bytes are those that it was given.
set -e
cp "$MLC_DATA"/penguins.csv .
for m in xgboost-3.1.1-categories.ubj lightgbm-4.6.0-forest.txt; do
	mlc-train import "$MLC_DATA/models/$m" -o m.mlc
	mlc-train export onnx m.mlc -o m.onnx
	# But for the version, and the model file that it is in.
	v=$(mlc --version | awk 'NR == 1 { print $2 }')
	sed -E "s/$v/V/; s/[0-9a-f]{64}/S/" m.onnx | sha256sum
done
for j in 1 3; do
	mlc-clean -i auto -t species penguins.csv | mlc-encode --auto |
	mlc-train logistic -j $j -o m$j.mlc
	mlc-train export onnx m$j.mlc -o same.onnx
	mv same.onnx $j.onnx
done
cmp 1.onnx 3.onnx

# What a graph cannot say.
no() {
	mlc-train "$@" -o no.mlc 2>/dev/null
	must_exit 2 mlc-train export onnx no.mlc -o no.onnx
	[ ! -e no.onnx ]
}
mlc-encode --hash island=4 penguins.csv -t species >hash.mlcs
no gbdt hash.mlcs
mlc-encode --scale bill_length_mm=quantile penguins.csv -t species >rank.mlcs
no gbdt rank.mlcs
mlc-encode --onehot island --unknown error penguins.csv -t species >error.mlcs
no gbdt error.mlcs
mlc-clean --derive 'x = bill_length_mm + 1' penguins.csv -t species >derive.mlcs
no gbdt derive.mlcs
sed '1s/island/score/' penguins.csv >score.csv
no gbdt -t species score.csv
mlc-train import "$MLC_DATA/models/lightgbm-4.6.0-zeros.txt" -o no.mlc
must_exit 2 mlc-train export onnx no.mlc -o no.onnx
no baseline -t species penguins.csv
