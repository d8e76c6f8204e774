#!/bin/sh
# A video server of one's own (Janus) for the demonstration: doors on loopback, configuration and secrets in a folder.
#   tools/video.sh run                prints the variables the program needs and runs until it is interrupted
#   tools/video.sh configure FOLDER   writes the configuration and prints the variables; `janus -F FOLDER -o` then runs it
# PHOIHOP_VIDEO_MEDIA: the address of this machine over which pictures go. Janus skips loopback, and takes every other
# address it finds when the one it is told of does not exist: so there has to be one, and it is looked for here.
set -eu
cd "$(dirname "$0")/.."
say() { printf '%s\n' "$*" >&2; }

own_address() { # the first that is not loopback's
    hostname -I 2>/dev/null | tr ' ' '\n' | grep -m 1 '\.' || true
}
free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
secret() { # secret FILE: made once, readable by its owner alone
    [ -s "$1" ] || (umask 077; head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$1")
    cat "$1"
}

configure() {
    folder=$1
    (umask 077; mkdir -p "$folder")
    folder=$(cd "$folder" && pwd)
    if ! command -v janus >/dev/null 2>&1; then
        say "The video server is missing. Run: sudo apt-get install janus janus-tools"; exit 1
    fi
    parts=$(find /usr/lib /usr/local/lib -type d -path '*/janus/plugins' 2>/dev/null | head -n 1)
    parts=${parts%/plugins}
    media=${PHOIHOP_VIDEO_MEDIA:-$(own_address)}
    if [ -z "$media" ]; then
        say "This machine has no address besides loopback, and Janus does not send pictures over loopback."
        say "As root, give it one:  ip link add phoihop0 type veth peer name phoihop1; ip link set phoihop0 up; ip link set phoihop1 up; ip addr add 127.0.1.1/32 dev phoihop0"
        say "and start this again with PHOIHOP_VIDEO_MEDIA=127.0.1.1"
        exit 1
    fi
    token=$(secret "$folder/token"); key=$(secret "$folder/key"); ruler=$(secret "$folder/admin")
    ws=${PHOIHOP_VIDEO_PORT:-$(free_port)}; http=${PHOIHOP_VIDEO_API_PORT:-$(free_port)}
    recordings=${PHOIHOP_VIDEO_RECORDINGS:-$folder/recordings}
    mkdir -p "$recordings"
    others=$(cd "$parts/plugins" && ls ./*.so | sed 's,^\./,,' | grep -v videoroom | paste -sd, -)
    umask 077
    cat >"$folder/janus.jcfg" <<END
general: { configs_folder = "$folder"
  plugins_folder = "$parts/plugins"
  transports_folder = "$parts/transports"
  events_folder = "$parts/events"
  loggers_folder = "$parts/loggers"
  debug_level = 3
  admin_secret = "$ruler"
  token_auth = true
  token_auth_secret = "$token"
  session_timeout = 60
  server_name = "phoihop" }
media: { rtp_port_range = "20000-20999" }
nat: { ice_enforce_list = "$media" }
plugins: { disable = "$others" }
transports: { disable = "libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_rabbitmq.so,libjanus_pfunix.so" }
events: { broadcast = false }
END
    cat >"$folder/janus.transport.websockets.jcfg" <<END
general: { json = "compact"
  ws = true
  ws_port = $ws
  ws_ip = "127.0.0.1" }
admin: { admin_ws = false }
END
    cat >"$folder/janus.transport.http.jcfg" <<END
general: { json = "compact"
  http = true
  port = $http
  ip = "127.0.0.1"
  https = false }
admin: { admin_http = false }
END
    cat >"$folder/janus.plugin.videoroom.jcfg" <<END
general: { admin_key = "$key"
  string_ids = true }
END
    cat <<END
PHOIHOP_VIDEO_URL=ws://127.0.0.1:$ws
PHOIHOP_VIDEO_API=http://127.0.0.1:$http/janus
PHOIHOP_VIDEO_SECRET=$token
PHOIHOP_VIDEO_ADMIN_KEY=$key
PHOIHOP_VIDEO_RECORDINGS=$recordings
END
}

case ${1:-} in
configure) configure "${2:?folder}" ;;
run)
    folder=${PHOIHOP_VAR:-var}/video
    : "${PHOIHOP_VIDEO_PORT:=8188}" "${PHOIHOP_VIDEO_API_PORT:=8088}"
    variables=$(configure "$folder")
    printf '%s\n' "$variables" >"$folder/variables"
    say "The video server runs on loopback until Ctrl-C. In another window:"
    say "    env \$(cat $folder/variables) make demo"
    printf '%s\n' "$variables"
    exec janus -F "$folder" -o >"$folder/log" 2>&1
    ;;
*) say "usage: tools/video.sh run | configure FOLDER"; exit 2 ;;
esac
