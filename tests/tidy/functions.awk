# SPDX-License-Identifier: GPL-3.0-or-later
# Functions of C files in the house's form (name and closing brace at the
# start of a line): "lines file:name" for each, from name to brace.
FNR == 1 { name = "" }
/^[a-z_][a-z0-9_]*\(/ { name = $0; sub(/\(.*/, "", name); first = FNR }
/^[^ \t{}].*;$/ { name = "" }
/^}/ {
	if (name != "")
		print FNR - first + 1, FILENAME ":" name
	name = ""
}
