# Classes are compared by their text: 1 is "1" is 1.0; and what decides
# between a regression and a classification.
set -e
run() {
	mlc-eval -O csv --bootstrap 0 "$@"
}
printf 'y,f\n1,1\n0,0\n1,x\n' |
run -t y --prediction f --metrics accuracy
printf 'y,f\n1,1.0\n0,0.0\n1,0.0\n' |
run -t y --prediction f --task classification --metrics accuracy,confusion
printf 'y,f\n1,1.0\n0,0.0\n1,0.5\n' | run -t y --prediction f
printf 'y,f\n1,1\n2,3\n3,3\n' | run -t y --prediction f --metrics accuracy
printf 'y,f\n1,1\n2,3\n3,3\n' |
run -t y --prediction f --task regression --metrics mae
