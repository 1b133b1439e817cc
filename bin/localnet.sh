#!/usr/bin/env bash
# A fresh local chain for test suites that start one by themselves: called with True (fast blocks) or False.
# RPC on 9944 and 9945, a line `Imported #N (0x…)` per block on stdout, gone within a second of SIGTERM.
# Suites are written for the time that Grandpa takes: its voters vote for the block two before the best.
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
fast=(--fast)
[ "${1:-True}" = "False" ] && fast=()
exec node "$root/packages/cli/bin/ganglion.js" node --dev --chain local "${fast[@]+"${fast[@]}"}" \
  --drand off --finality-lag 2 --rpc-port 9944 --rpc-port 9945 --rpc-methods unsafe --metrics-port 0
