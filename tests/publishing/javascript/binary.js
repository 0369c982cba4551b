// Publishes an event in binary mode: the envelope in headers, percent-encoded, the data as payload.
import { headers } from "@nats-io/transport-node";
import { natsSubject } from "./event.js";

export function publishBinary(stream, event) {
  const { data, datacontenttype, ...envelope } = event;
  const carried = headers();
  for (const [name, value] of Object.entries(envelope)) carried.set(`ce-${name}`, encodeURI(value));
  carried.set("Content-Type", datacontenttype);
  return stream.publish(natsSubject(event), JSON.stringify(data), { headers: carried });
}
