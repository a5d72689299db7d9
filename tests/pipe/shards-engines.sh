# The worked examples of scripts/shards: each engine gives the same fits.  GNU
# parallel where it is installed; Slurm and Hadoop by what stands for them.
set -e
shards=$MLC_TOP/scripts/shards
awk -v OFS=, 'BEGIN { print "x,k"; for (i = 0; i < 140000; i++)
    print (i % 7 ? i % 1000 : ""), "k" (i * i % 19) }' >t.csv
mlc-split --shards 3 -o s t.csv
steps='-i x=median --clip x=q01:q99'
mlc-clean $steps --no-lineage t.csv | head -n 1 >want
check() {
	mlc-clean $steps --no-lineage --from-states "$1" | head -n 1 |
	    cmp - want
}

EACH=$shards/each_xargs $shards/fit xargs s mlc-clean $steps
check xargs/fits
if command -v parallel >/dev/null; then
	$shards/fit parallel s mlc-clean $steps
	check parallel/fits
fi

# sbatch --wait --quiet --array=1-N --output=... --wrap=COMMAND
mkdir bin
cat >bin/sbatch <<'END'
for o; do
	case $o in
	--array=1-*) n=${o#--array=1-} ;;
	--wrap=*) command=${o#--wrap=} ;;
	--wait|--quiet|--output=/dev/null) ;;
	*) exit 9 ;;
	esac
done
for i in $(seq "$n"); do
	SLURM_ARRAY_TASK_ID=$i sh -c "$command" || exit 1
done
END
chmod +x bin/sbatch
PATH=$PWD/bin:$PATH EACH=$shards/each_slurm $shards/fit slurm s \
    mlc-clean $steps
check slurm/fits
ls | grep each_slurm || :

# Map, shuffle, reduce: two rounds.
ls s/part-* | nl >names
$shards/hadoop_map mlc-clean $steps <names | sort -r |
    $shards/hadoop_reduce mlc-clean $steps | base64 -d >fits1
$shards/hadoop_map mlc-clean $steps --from-states fits1 <names | sort |
    $shards/hadoop_reduce mlc-clean $steps fits1 | base64 -d >fits2
check fits2

# A process that fails ends all.
printf 'true\nfalse\n' | must_exit 123 $shards/each_xargs
rm s/part-00002.mlcs
mkdir s/part-00002.mlcs
EACH=$shards/each_xargs must_exit 123 $shards/fit none s mlc-clean $steps
[ ! -e none/fits ]

# What Kubernetes is given.
printf 'echo a\necho b\n' | MLC_IMAGE=mlc MLC_CLAIM=data MLC_FOLDER=/data \
    $shards/each_kubernetes -n | grep -e completion -e '    echo' -e args -A1
