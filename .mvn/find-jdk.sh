# Sets JAVA_HOME to a JDK 25 for ./mvnw, in this order: JAVA_HOME itself, JAVA_HOME_25*, `java` on the
# PATH, the places where packages and version managers install JDKs. Sourced; says in one line how to
# get one where there is none.
jdk_major() {
  [ -x "$1/bin/javac" ] || return 1
  sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

find_jdk_25() {
  path_java=$(command -v java 2>/dev/null) && path_java=$(dirname "$(dirname "$(readlink -f "$path_java")")")
  for candidate in "${JAVA_HOME-}" "${JAVA_HOME_25_X64-}" "${JAVA_HOME_25-}" "$path_java" \
    /usr/lib/jvm/*25* /opt/*jdk*25* /opt/java/* "$HOME"/.sdkman/candidates/java/25* "$HOME"/.jdks/*25* \
    "$HOME"/.asdf/installs/java/*25* "$HOME"/.local/share/mise/installs/java/25* \
    /Library/Java/JavaVirtualMachines/*25*/Contents/Home; do
    if [ -n "$candidate" ] && [ "$(jdk_major "$candidate")" = 25 ]; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}

if jdk=$(find_jdk_25); then
  export JAVA_HOME="$jdk"
else
  echo "JaegerStack builds with JDK 25, and none was found: install one (Debian: apt-get install temurin-25-jdk from the Adoptium repository; SDKMAN: sdk install java 25-tem) or point JAVA_HOME at it." >&2
  exit 1
fi
