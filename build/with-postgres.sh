#!/bin/sh
# Runs a command with a throw-away PostgreSQL: build/with-postgres.sh npm test
# The command finds its address in TEST_POSTGRES_URL. Nothing is left behind.
set -eu

if [ $# -eq 0 ]; then
  echo "usage: $0 <command> [arguments]" >&2
  exit 2
fi

# The newest of Debian's versions, else whatever is on the PATH.
find_binaries() {
  newest=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t / -k 5 -n | tail -n 1)
  if [ -n "$newest" ] && [ -x "$newest/initdb" ]; then
    echo "$newest"
  elif command -v initdb >/dev/null 2>&1; then
    dirname "$(command -v initdb)"
  fi
}

binaries=$(find_binaries)
if [ -z "$binaries" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing PostgreSQL" >&2
  apt-get -o DPkg::Lock::Timeout=300 update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends postgresql >&2
  binaries=$(find_binaries)
fi
if [ -z "$binaries" ]; then
  echo "$0: PostgreSQL is missing. Install its server (Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql)." >&2
  exit 1
fi

home=$(mktemp -d "${TMPDIR:-/tmp}/partnerdesk-postgres.XXXXXX")

# initdb and postgres refuse to run as root.
if [ "$(id -u)" -eq 0 ]; then
  account=postgres
  id "$account" >/dev/null 2>&1 || account=nobody
  chown "$account" "$home"
  as_owner() { (cd "$home" && setpriv --reuid="$account" --regid="$(id -g "$account")" --clear-groups -- "$@"); }
else
  as_owner() { (cd "$home" && "$@"); }
fi

stop() {
  status=$?
  trap - EXIT INT TERM
  as_owner "$binaries/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$home"
  exit "$status"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

as_owner "$binaries/initdb" -D "$home/data" -U desk --auth=trust --encoding=UTF8 --no-sync >/dev/null

# A free port is only known to be free until somebody else takes it: then the next one is tried.
tries=0
until
  port=$(node -e 'const s=require("node:net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
  as_owner "$binaries/pg_ctl" -D "$home/data" -w -t 60 -l "$home/log" \
    -o "-p $port -h 127.0.0.1 -k $home -c fsync=off -c max_connections=300 -c TimeZone=UTC" start >/dev/null
do
  tries=$((tries + 1))
  if [ "$tries" -ge 5 ]; then
    echo "$0: PostgreSQL did not start:" >&2
    cat "$home/log" >&2
    exit 1
  fi
done

TEST_POSTGRES_URL="postgres://desk@127.0.0.1:$port/postgres"
export TEST_POSTGRES_URL
"$@"
