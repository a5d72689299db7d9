# A reader that goes away ends a tool quietly, by SIGPIPE; where that is
# ignored, with status 2 and a message.
. "$MLC_TOP/tests/fault/every_tool"
mlc-split good.csv >split.mlcs
mkfifo pipe

# unread COMMAND: write into a pipe that has no reader any more.
unread() {
	(
		exec 3<>pipe 4>pipe 3<&-
		eval "$1" >&4 2>err
	)
	status=$?
	no_temporary "$1"
}

ends_quietly() {
	case $1 in mlc-train*good*) return ;; esac # writes held-out rows only
	unread "$1"
	[ $status -eq 141 ] || complain "$1" "status $status"
	[ ! -s err ] || complain "$1" "message"
}

ends_with_message() {
	case $1 in mlc-train*good*) return ;; esac
	unread "$1"
	[ $status -eq 2 ] || complain "$1" "status $status"
	[ "$(cat err)" = "$(program "$1"): standard output: Broken pipe" ] ||
		complain "$1" "message"
}

held_out="mlc-train baseline -t species split.mlcs -o out"
each ends_quietly good.csv
ends_quietly "$held_out"
ends_quietly "mlc-ingest -O arrow good.csv"
ends_quietly "mlc-train --list"
ends_quietly "mlc-serve --help"
(
	trap '' PIPE
	each ends_with_message good.csv
	ends_with_message "$held_out"
	ends_with_message "mlc-serve --help"
)

# The usual way.
zcat "$MLC_DATA/diamonds.csv.gz" >big.csv
mlc-train baseline -t price -o big.mlc big.csv
for command in "mlc-ingest big.csv" "mlc-split big.csv" \
    "mlc-clean -i auto big.csv" "mlc-encode --auto big.csv" \
    "mlc-serve big.mlc <big.csv" "mlc-profile big.csv"; do
	eval "$command -O csv" 2>err | head -n 1 >first
	[ -s first ] || complain "$command" "no header"
	sed -i '/^mlc-serve: .*\(absent\|does not know\)/d' err
	[ ! -s err ] || complain "$command" "message"
done
