# Finding JDKs. Sourced by the scripts in dev/.

# The feature number (17, 22, 25 …) of the JDK in a directory; nothing if there is no JDK.
jdk_feature() {
  local line
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
  if line=$(grep '^JAVA_VERSION=' "$1/release" 2>/dev/null); then
    line=${line#*\"}
  else
    line=$("$1/bin/javac" -version 2>&1) || return 0
    line=${line#javac }
  fi
  line=${line%%[!0-9]*}
  [ -z "$line" ] || echo "$line"
}

# Every JDK that can be found, one "feature path" a line, lowest feature first.
jdks() {
  local candidate feature
  {
    for candidate in "${JAVA_HOME:-}" "${JAVA22_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/*; do
      [ -z "$candidate" ] || echo "$candidate"
    done
    if candidate=$(command -v javac); then
      dirname "$(dirname "$(readlink -f "$candidate")")"
    fi
  } | while read -r candidate; do
    feature=$(jdk_feature "$candidate")
    [ -z "$feature" ] || echo "$feature $(readlink -f "$candidate")"
  done | sort -n -u
}

# The JDK that runs Maven: the lowest from 17 on, because 17 is what the gates are tuned for.
build_jdk() { jdks | awk '$1 >= 17 { sub(/^[0-9]+ /, ""); print; exit }'; }

# The JDK of the second test run: JAVA22_HOME if it is one, else the highest from 22 on; nothing if there is none.
second_jdk() {
  local feature
  feature=$(jdk_feature "${JAVA22_HOME:-}")
  if [ "${feature:-0}" -ge 22 ]; then
    echo "$JAVA22_HOME"
  else
    jdks | awk '$1 >= 22 { sub(/^[0-9]+ /, ""); last = $0 } END { if (last) print last }'
  fi
}

# The JDK that runs programs: the caller's JAVA_HOME or java if it is 17 or later, else the one that builds.
run_jdk() {
  local candidate feature
  for candidate in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v javac || echo /)")")")"; do
    feature=$(jdk_feature "$candidate")
    if [ "${feature:-0}" -ge 17 ]; then
      echo "$candidate"
      return
    fi
  done
  build_jdk
}

# Sets BUILD_JDK and SECOND_JDK and the array MAVEN, or explains what is missing and ends the script.
find_tools() {
  BUILD_JDK=$(build_jdk)
  SECOND_JDK=$(second_jdk)
  if [ -z "$BUILD_JDK" ]; then
    echo "No JDK 17 or later found in JAVA_HOME, /usr/lib/jvm, ~/.sdkman or PATH." >&2
    echo "Install one with: sudo apt-get install -y openjdk-17-jdk-headless" >&2
    exit 1
  fi
  if ! command -v mvn >/dev/null; then
    echo "Maven 3.8 or later is not on PATH. Install it with: sudo apt-get install -y maven" >&2
    exit 1
  fi
  MAVEN=(env "JAVA_HOME=$BUILD_JDK" mvn -B)
  [ -z "$SECOND_JDK" ] || MAVEN+=("-Djdk22.home=$SECOND_JDK")
}
