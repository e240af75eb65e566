#!/bin/bash
# install.sh TARGET: java.jar, the clients of Java, and lib/, their jars. Called by ../build.sh.
# After a change of dependencies: (cd TARGET && sha256sum lib/*.jar) > dependencies.sha256
set -euo pipefail
cd "$(dirname "$0")"
../../../mvnw -q -f pom.xml -Dtarget="$1/maven" package
mv "$1/maven/java.jar" "$1/maven/lib" "$1/"
rm -r "$1/maven"
cp ../order.json "$1/"
here=$PWD
cd "$1" && sha256sum --quiet --strict -c "$here/dependencies.sha256"
[ "$(find lib -name '*.jar' | wc -l)" = "$(wc -l < "$here/dependencies.sha256")" ] || { echo "lib/ has jars that dependencies.sha256 does not name" >&2; exit 1; }
