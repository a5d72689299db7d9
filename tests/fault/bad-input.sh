# Inputs that are no tables, or none that can be read: the message has the
# file and, where there is one, the line.
. "$MLC_TOP/tests/fault/every_tool"
head='#mlc {"mlc":1,"columns":[{"name":"species","type":"string"}],"recipe":[]}'
printf 'a,a\n1,2\n' >twice.csv
printf 'spe\0cies,b\n1,2\n' >nul.csv
printf '#mlc {"mlc":1,"columns":[\na\n1\n#end\n' >head.mlcs
printf '#mlc {"mlc":9,"columns":[],"recipe":[]}\n\n#end\n' >newer.mlcs
printf '%s\nb\n1\n#end\n' "$head" >names.mlcs
printf '%s\nspecies\nGentoo\n#end\n2\n' "$head" >after.mlcs
printf '%s\nspecies\nGentoo\n#end {\n' "$head" >end.mlcs
printf '%s\nspecies\nGentoo\n#ending\n' "$head" >mark.mlcs
head -c 300 good.csv | gzip | head -c 120 >cut.csv.gz
printf 'ARROW1\0\0not an arrow file' >bad.arrow
head -c 64 /dev/zero | tr '\0' '\377' >ff.bin

each refuses_input twice.csv twice.csv ':1: two columns are called "a"'
each refuses_input nul.csv nul.csv ':1: the name of column 1: a NUL byte'
each refuses_input head.mlcs head.mlcs ":1: "
each refuses_input newer.mlcs newer.mlcs ".*version 9"
each refuses_input names.mlcs names.mlcs ":2: "
each refuses_input after.mlcs after.mlcs ":5: "
each refuses_input end.mlcs end.mlcs ":4: end mark: not valid JSON"
each refuses_input mark.mlcs mark.mlcs ":4: not an end mark"
each refuses_input cut.csv.gz cut.csv.gz ": truncated gzip"
each refuses_input bad.arrow bad.arrow ": "
each refuses_input ff.bin ff.bin ": "

# What is named in an option.
refuses "mlc-ingest --types sex=strin good.csv" \
	'no type "strin" \(did you mean "string"'
refuses "mlc-clean -t speces good.csv" \
	'no column "speces" \(did you mean "species"'
