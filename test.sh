#!/usr/bin/env bash
# Builds the project and runs every lane that belongs to a change. The last line is always "N passed, N failed".
#
#   ./test.sh                    every lane
#   ./test.sh Unit Api           only these lanes (after format and build)
#   ./test.sh --nightly          full counts with printed seeds
#   ./test.sh --postgres CMD …   only start the throw-away PostgreSQL (durable, as in production) and run CMD beside it
#
# Installs what it needs with apt where it may (root, or sudo without a password), and says what is missing where it may not.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
root=$PWD

# lane and the seconds it should stay under; a lane that takes longer warns, one that takes five times as long is ended. Crash mostly waits (for a
# killed host's leases to lapse), so it runs beside lanes that only work; the others, whose hosts would starve each other, have the machine to themselves.
# By night, where things are counted, all run one after the other.
lanes=(House:90 Unit:180 Apps:300 Crash:480 Adversarial:300 Cluster:300 Api:600 Silos:300 Browser:400)
beside=("House Unit Apps" "Crash") alone=(Adversarial Cluster Api Silos Browser)

# The tests start hundreds of short-lived hosts: what a profile of a long life would be good for is never reached.
export DOTNET_TieredPGO=0 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DEBIAN_FRONTEND=noninteractive
passed=0 failed=0 chosen=() command=() durable=off patience=5
results=$root/artifacts/tests

while [ $# -gt 0 ]; do
  case $1 in
    --nightly) export NIGHTLY=1; patience=60 ;;
    --postgres) shift; command=("$@"); durable=on; break ;;
    -*) echo "test.sh does not know $1; its first lines say what it knows." >&2; exit 2 ;;
    *) chosen+=("$1") ;;
  esac
  shift
done

# ---- what the machine must have -----------------------------------------------------------------------------------------

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n --preserve-env=DEBIAN_FRONTEND "$@"
  else return 126; fi
}

postgres_bin() {
  local newest
  newest=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
  if [ -n "$newest" ] && [ -x "$newest/initdb" ]; then echo "$newest"
  elif command -v initdb >/dev/null; then dirname "$(command -v initdb)"; fi
}

chromium_path() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

has_han_font() { command -v fc-list >/dev/null && [ -n "$(fc-list ':lang=zh-cn' family 2>/dev/null | head -n 1)" ]; }

install_missing() {
  local packages=()
  [ -n "$(postgres_bin)" ] || packages+=(postgresql)
  [ -n "$(chromium_path)" ] || packages+=(chromium)
  has_han_font || packages+=(fontconfig fonts-noto-cjk)
  [ ${#packages[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || { echo "Missing: ${packages[*]}. There is no apt-get here: install them by your own means."; return 1; }
  echo "== installing ${packages[*]}"
  if ! as_root true; then
    echo "Missing: ${packages[*]}. Run as root, or once: sudo apt-get install ${packages[*]}"
    return 1
  fi
  as_root apt-get update -qq </dev/null && as_root apt-get install -y -qq --no-install-recommends "${packages[@]}" </dev/null >/dev/null
}

# ---- a PostgreSQL of our own: a temporary folder, a unix socket in it, no TCP port, gone at the end -----------------------

scratch='' database_user=''

as_database_user() { if [ "$(id -u)" = 0 ]; then runuser -u "$database_user" -- "$@"; else "$@"; fi; }

start_postgres() {
  local bin
  bin=$(postgres_bin)
  [ -n "$bin" ] || { echo "PostgreSQL is not installed."; return 1; }
  database_user=$(id -un)
  if [ "$(id -u)" = 0 ]; then
    database_user=postgres
    id postgres >/dev/null 2>&1 || { database_user=marketplace-test; id "$database_user" >/dev/null 2>&1 || useradd --system "$database_user"; }
  fi
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/marketplace.XXXXXX") || return 1
  chmod 711 "$scratch"
  mkdir "$scratch/pg" && { [ "$(id -u)" != 0 ] || chown "$database_user" "$scratch/pg"; } || return 1
  if ! as_database_user test -w "$scratch/pg"; then
    echo "The user $database_user cannot reach ${TMPDIR:-/tmp}; set TMPDIR to a folder that everybody may enter."
    return 1
  fi
  (
    cd "$scratch/pg" || exit 1
    as_database_user "$bin/initdb" -D "$scratch/pg/db" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$scratch/initdb.log" 2>&1 ||
      { cat "$scratch/initdb.log"; exit 1; }
    as_database_user "$bin/pg_ctl" -D "$scratch/pg/db" -w -t 60 -l "$scratch/pg/log" -o "-c listen_addresses='' -k '$scratch/pg' \
      -c max_connections=400 -c shared_buffers=256MB -c fsync=$durable -c full_page_writes=$durable -c max_wal_size=2GB" \
      start >/dev/null 2>&1 </dev/null || { cat "$scratch/pg/log"; exit 1; }
  ) || return 1
  export MARKETPLACE_TEST_POSTGRES="Host=$scratch/pg;Username=postgres;Database=postgres;Maximum Pool Size=100"
  export MARKETPLACE_TEST_PLANTED=$scratch/planted # the demo is planted once for all lanes
}

clean_up() {
  [ -n "$scratch" ] || return 0
  [ ! -f "$scratch/pg/db/postmaster.pid" ] ||
    (cd "$scratch/pg" && as_database_user "$(postgres_bin)/pg_ctl" -D "$scratch/pg/db" -m immediate -w -t 30 stop) >/dev/null 2>&1
  rm -rf "$scratch"
  scratch=''
}
trap clean_up EXIT
trap 'kill $(jobs -p) 2>/dev/null; exit 130' INT TERM

# ---- lanes -------------------------------------------------------------------------------------------------------------

# step NAME COMMAND … : a lane that is one check
step() {
  local name=$1 started=$SECONDS; shift
  echo "== $name"
  if "$@" </dev/null; then passed=$((passed + 1)); echo "== $name held, $((SECONDS - started)) s"
  else failed=$((failed + 1)); echo "== $name FAILED, $((SECONDS - started)) s"; return 1; fi
}

count() { grep -o "<assembly [^>]*" "$1" 2>/dev/null | head -n 1 | grep -o " $2=\"[0-9]*\"" | grep -o '[0-9]*'; }

# One compiler for all projects instead of one process for each, and gone when they are built.
build() {
  dotnet build Marketplace.sln --no-restore -v quiet -clp:ErrorsOnly -p:UseSharedCompilation=true
  local code=$?
  dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1
  return $code
}

# lane NAME SECONDS SLICE : one test project. A lane that crashed or ran nothing has failed, whatever it printed. What it came to goes into a file.
lane() {
  local name=$1 budget=$2 started=$SECONDS report=$results/$1.xml code ran ok bad=0 live=
  export MARKETPLACE_TEST_PORTS=$3
  echo "== $name"
  [ "$name" != House ] && [ -z "${NIGHTLY:-}" ] || live=-showLiveOutput # House prints its measures, nightly its seeds
  timeout -k 20 $((budget * patience)) "tests/$name/bin/Debug/net10.0/Marketplace.Tests.$name" \
    -result-xml "$report" -noColor -noLogo -noAutoReporters -failSkips $live </dev/null
  code=$?
  ran=$(count "$report" total) ok=$(count "$report" passed)
  if [ -z "$ran" ]; then bad=1; echo "== $name CRASHED with exit code $code before it could report"
  elif [ "$ran" = 0 ]; then bad=1; echo "== $name ran NO TEST"
  else
    bad=$((ran - ok))
    [ "$code" = 0 ] || [ "$ran" != "$ok" ] || { bad=1; echo "== $name ended with exit code $code"; }
  fi
  echo "${ok:-0} $bad" >"$results/$name.count"
  echo "== $name: ${ok:-0} of ${ran:-0} passed, $((SECONDS - started)) s of $budget s"
  [ -n "${NIGHTLY:-}" ] || [ $((SECONDS - started)) -le "$budget" ] || echo "== $name is over its budget: look for what became slow"
}

# track SLICE NAMES : the chosen lanes of a track, one after the other; each prints in one piece when it has ended.
track() {
  local slice=$1 name entry; shift
  for name in "$@"; do
    [ ${#chosen[@]} = 0 ] || [[ " ${chosen[*]} " == *" $name "* ]] || continue
    for entry in "${lanes[@]}"; do
      [ "${entry%%:*}" = "$name" ] || continue
      if [ -n "${NIGHTLY:-}" ]; then lane "$name" "${entry##*:}" "$slice"
      else lane "$name" "${entry##*:}" "$slice" >"$results/$name.log" 2>&1; flock "$results/printing" cat "$results/$name.log"; fi
    done
  done
}

finish() {
  clean_up
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
  exit
}

if [ ${#command[@]} -gt 0 ]; then
  install_missing && start_postgres || exit 1
  "${command[@]}"
  exit
fi

mkdir -p "$results"
[ ! -d ../shared ] || { MARKETPLACE_SHARED=$(cd ../shared && pwd); export MARKETPLACE_SHARED; }
step machine install_missing || finish
step format dotnet format whitespace . --folder --verify-no-changes --exclude artifacts
step restore dotnet restore Marketplace.sln --locked-mode -v quiet || finish
step build build || finish
step postgres start_postgres || finish
MARKETPLACE_CHROMIUM=$(chromium_path); export MARKETPLACE_CHROMIUM

for name in ${chosen[@]+"${chosen[@]}"}; do
  [[ " ${lanes[*]} " == *" $name:"* ]] || { echo "There is no lane $name."; failed=$((failed + 1)); }
done
rm -f "$results"/*.xml "$results"/*.count "$results"/*.log
for i in "${!beside[@]}"; do
  # shellcheck disable=SC2086
  if [ -n "${NIGHTLY:-}" ]; then track 0/1 ${beside[i]}; else track "$i/${#beside[@]}" ${beside[i]} & fi
done
wait
track 0/1 "${alone[@]}"
for entry in "${lanes[@]}"; do
  name=${entry%%:*}
  [ ${#chosen[@]} = 0 ] || [[ " ${chosen[*]} " == *" $name "* ]] || continue
  read -r ok bad <"$results/$name.count" 2>/dev/null || { ok=0 bad=1; echo "== $name never ran"; }
  passed=$((passed + ok)) failed=$((failed + bad))
done
finish
