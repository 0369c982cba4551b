#!/bin/sh
# Publishes a report in structured mode: report.sh nats://127.0.0.1:4222
set -eu
uuid5='import sys, uuid; print(uuid.uuid5(uuid.UUID("5b0c2a0e-6d1f-5c5e-9a53-0d7f3c1e8b42"), "\n".join(sys.argv[1:])))'
# Municipality, category, building block, kind of party, and in canonical form: its name, and the reference.
subject=$(python3 -c "$uuid5" GM0344 supplier-delivery '' supplier 'café zuid b.v.' '')
id=$(python3 -c 'import uuid; print(uuid.uuid4())')
data='{"municipality":"GM0344","category":"supplier-delivery","party":{"kind":"supplier","name":"Café  Zuid B.V."},"observedAt":"2013-02-12"}'
payload=$(printf '{"specversion":"1.0","id":"%s","source":"urn:example:shell","type":"nl.knelpunten.knelpunt-reported.v1","subject":"%s","time":"%s","datacontenttype":"application/json","data":%s}' \
  "$id" "$subject" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$data")
to=knelpunten.knelpunt-reported.GM0344
nats --server "$1" pub --jetstream --header "Content-Type:application/cloudevents+json" \
  --header "Nats-Msg-Id:$(python3 -c "$uuid5" "$to" "$payload")" "$to" "$payload"
