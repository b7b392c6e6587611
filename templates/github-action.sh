#!/usr/bin/env bash
# What the action does, from its inputs in the environment. ARCHLINT replaces the command in tests.
set -euo pipefail
version=${VERSION:-$(node -p 'require(process.argv[1]).version' "$GITHUB_ACTION_PATH/package.json")}
read -r -a archlint <<<"${ARCHLINT:-npx --yes archlint@$version}"
read -r -a paths <<<"${PATHS:-.}"
options=()
if [ -n "${SINCE:-}" ]; then options+=(--since "$SINCE"); fi
case $1 in
  check)
    options+=(--fail-on "${FAIL_ON:-error}" --format github)
    while read -r format; do
      if [ -n "$format" ]; then options+=(--format "$format"); fi
    done <<<"${FORMATS:-}"
    ;;
  comment)
    options+=(--post)
    ;;
esac
exec "${archlint[@]}" "$1" "${options[@]}" -- "${paths[@]}"
