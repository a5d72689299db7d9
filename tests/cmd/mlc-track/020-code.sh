# The code is that of git, with what was changed and not committed.
command -v git >/dev/null || { echo "no git"; exit 77; }
set -e
git init -q .
echo one >code
git add code
git -c user.name=x -c user.email=x@y commit -q -m one
commit=$(git rev-parse HEAD)
mlc-track run -q -- true 2>/dev/null
of() {
	mlc-track show "$1" -O csv | sed -n "s/^code,$2,//p"
}
[ "$(of @ commit)" = "$commit" ] || of @ commit
of @ dirty
echo two >code
mlc-track run -q -- true
of @ dirty
git diff HEAD >want
changes=$(of @ changes)
cmp want ".mlc/objects/$(echo "$changes" | sed 's,^..,&/,')"
mlc-track diff @1 @ -O csv | cut -d, -f 1-4 | sed "s/$changes/CHANGES/"
