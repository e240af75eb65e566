#!/usr/bin/env bash
# changelog.sh [--write]
# Prints the fragments in changes/ by kind, as CHANGELOG.md has them. --write appends them to the headings of the top
# section of CHANGELOG.md instead, makes those that are missing, and removes the fragments.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
write=false
case ${1-} in '') ;; --write) write=true ;; -h | --help) sed -n '2,4s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit ;;
  *) echo "changelog.sh: unknown argument \"$1\", expected --write or none" >&2; exit 2 ;; esac

shopt -s nullglob
fragments=()
for file in changes/*.md; do
  [ "$file" = changes/README.md ] && continue
  grep -qE '^(added|changed|fixed|removed) [a-z-]+(, [a-z-]+)*: .' <(head -1 "$file") || {
    echo "changelog.sh: $file begins with \"$(head -1 "$file")\", expected \"added|changed|fixed|removed <module>: <sentence>\"" >&2; exit 1; }
  fragments+=("$file")
done

heading() { case $1 in removed) echo 'Deprecations and removals' ;; *) echo "${1^}" ;; esac; }
entries() { # KIND: a list item per entry, later lines indented; a file may have several
  [ ${#fragments[@]} -eq 0 ] || awk -v kind="$1" '
    /^(added|changed|fixed|removed) [a-z-]+(, [a-z-]+)*: ./ { ours = $1 == kind; if (ours) print "-" substr($0, length(kind) + 1); next }
    ours { print "  " $0 }' "${fragments[@]}"
}

for kind in added changed fixed removed; do
  items=$(entries "$kind")
  [ -n "$items" ] || continue
  if ! $write; then printf '### %s\n%s\n\n' "$(heading "$kind")" "$items"; continue; fi
  ITEMS=$items awk -v heading="### $(heading "$kind")" '
    function flush() { if (!done) { if (!found) print heading; print ENVIRON["ITEMS"]; if (!found) print ""; done = 1 } }
    /^## / { if (++section == 2) { if (!found) flush() } }
    found && !done && /^$/ { flush() }
    section == 1 && $0 == heading { found = 1 }
    { print }
    END { if (!done) { if (!found) print ""; flush() } }' CHANGELOG.md > CHANGELOG.md.new
  mv CHANGELOG.md.new CHANGELOG.md
done
if $write && [ ${#fragments[@]} -gt 0 ]; then rm "${fragments[@]}"; fi
