// Publishes an event in structured mode.
import { headers } from "@nats-io/transport-node";
import { v5 } from "uuid";
import { NAMESPACE, natsSubject } from "./event.js";

export function publish(stream, event) {
  const [subject, payload, envelope] = [natsSubject(event), JSON.stringify(event), headers()];
  envelope.set("Content-Type", "application/cloudevents+json");
  envelope.set("Nats-Msg-Id", v5(`${subject}\n${payload}`, NAMESPACE));
  return stream.publish(subject, payload, { headers: envelope });
}
