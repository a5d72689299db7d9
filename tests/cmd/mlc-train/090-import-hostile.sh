# Files of other programs that are cut, damaged or not of this world are an
# error with a word on it, and leave no model.
models=$MLC_DATA/models
json=$models/xgboost-1.7.6.json text=$models/lightgbm-4.6.0-categories.txt

# refused FILE: status 2 and one line.
refused() {
	mlc-train import "$1" -o m.mlc 2>err
	status=$?
	[ $status -eq 2 ] && [ "$(wc -l <err)" -eq 1 ] && [ ! -e m.mlc ] ||
	    { echo "status $status: $2"; rm -f m.mlc; }
	[ $# -eq 1 ] || sed "s/^mlc-train: [^:]*: //" err
}

# Cut anywhere.
for f in "$models"/*.json "$models"/*.ubj; do
	n=$(wc -c <"$f")
	for part in 0 1 2 3 10 30 50 70 90 99; do
		head -c $((n * part / 100)) "$f" >cut
		refused cut
	done
	head -c $((n - 1)) "$f" >cut
	refused cut
done
for part in 0 1 20 60; do
	head -c $(($(wc -c <"$text") * part / 100)) "$text" >cut
	refused cut
done

# xgboost WORDS SCRIPT
xgboost() {
	sed "$2" "$json" >bad.json
	cmp -s bad.json "$json" && echo "unchanged: $1"
	refused bad.json "$1"
}
lightgbm() {
	sed "$2" "$text" >bad.txt
	cmp -s bad.txt "$text" && echo "unchanged: $1"
	refused bad.txt "$1"
}
xgboost cycle 's/"left_children":\[1/"left_children":[0/'
xgboost child 's/"right_children":\[2/"right_children":[999/'
xgboost type 's/"left_children":\[1/"left_children":["1"/'
xgboost feature 's/"split_indices":\[[0-9]/"split_indices":[77/'
xgboost features 's/"num_feature":"3"/"num_feature":"99999999999"/g'
xgboost length 's/"default_left":\[[01],/"default_left":[/'
xgboost threshold 's/"split_conditions":\[[^,]*/"split_conditions":["nan"/'
xgboost leaf 's/\("split_conditions":\[.*\),[^,]*\],"split_ind/\1,1e39],"split_ind/'
xgboost cover 's/"sum_hessian":\[\([^]]*\),[^],]*\]/"sum_hessian":[\1,-1]/g'
xgboost base 's/"base_score":"[^"]*"/"base_score":"[7E0]"/'
xgboost group 's/"tree_info":\[0/"tree_info":[1/'
xgboost objective 's/binary:logistic/binary:hinge/'
xgboost booster 's/"name":"gbtree"/"name":"gblinear"/'
lightgbm cycle '0,/^left_child=/s/^left_child=[-0-9]*/left_child=0/'
lightgbm child '0,/^right_child=/s/^right_child=[-0-9]*/right_child=77/'
lightgbm threshold '0,/^threshold=/s/^threshold=[^ ]*/threshold=nan/'
lightgbm leaves '0,/^num_leaves=/s/^num_leaves=.*/num_leaves=2000000000/'
lightgbm feature '0,/^split_feature=/s/^split_feature=[^ ]*/split_feature=9/'
lightgbm linear '0,/^is_linear=/s/^is_linear=0/is_linear=1/'
lightgbm sets 's/^cat_boundaries=0 .*/cat_boundaries=0 4000000000/'
lightgbm names 's/^feature_names=island /feature_names=/'
lightgbm objective 's/^objective=.*/objective=mystery/'
lightgbm outputs 's/^num_tree_per_iteration=3/num_tree_per_iteration=2/'
lightgbm levels 's/"Biscoe"/"Dream"/'
printf '{i\001a[$i#l\177\377\377\377' >count.ubj
refused count.ubj count
