# Building a module once and running its classes. Sourced by dev/demo, dev/run and dev/bench.

# run_class MODULE CLASS [ARG…]: brings the module's jars up to date and replaces this shell with the program.
run_class() { run_class_in "$PWD" "$@"; }

# run_class_in DIRECTORY MODULE CLASS [ARG…]: as run_class, and the program finds itself in the directory.
# With IPDK_CLASS_PATH nothing is built, and the classes come from there.
run_class_in() {
  local directory=$1 module=$2 class=$3 jdk path=${IPDK_CLASS_PATH:-}
  shift 3
  if [ -z "$path" ]; then
    find_tools
    build_module "$module"
    path=$PWD/$(class_path "$module")
  fi
  jdk=$(run_jdk)
  local options=()
  [ "$(jdk_feature "$jdk")" -lt 22 ] || options+=(--enable-native-access=ALL-UNNAMED)
  cd "$directory"
  exec "$jdk/bin/java" ${options[@]+"${options[@]}"} ${IPDK_JAVA_OPTIONS:-} -cp "$path" "$class" "$@"
}

# Builds the module and what it depends on, without tests, unless nothing changed since the last time.
build_module() {
  local module=$1 stamp=$1/target/run.stamp log=$1/target/run.log
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(build_key)" ] && [ -z "$(changed_since "$stamp")" ]; then
    return
  fi
  mkdir -p "$module/target"
  echo "Building $module and what it needs (the first time this downloads libraries) …" >&2
  if ! "${MAVEN[@]}" -q -pl "$module" -am package -Dmaven.test.skip=true -Djacoco.skip -Denforcer.skip >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
  fi
  build_key >"$stamp"
}

build_key() { echo "$PWD $BUILD_JDK ${SECOND_JDK:-none}"; }

changed_since() {
  find pom.xml .mvn ./*/pom.xml ./*/src/main -newer "$1" 2>/dev/null | sed -n 1p
}

# The module's own jar, then its dependencies. Jars, not class directories: only jars have classes for later JDKs.
class_path() {
  local jar
  for jar in "$1/target/$1"-*.jar; do
    case $jar in
      *-sources.jar | *-javadoc.jar | *-tests.jar) ;;
      *) echo "$jar:$(cat "$1/target/dependencies")" && return ;;
    esac
  done
}
