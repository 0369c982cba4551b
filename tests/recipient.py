"""A mail server and a webhook receiver that fail as they are told to: `recipient.py FOLDER`.

Prints the ports of both. FOLDER/mail and FOLDER/webhook each hold a mode: accept (if there is no file), refuse, hang
(nothing is accepted), or keep-waiting (accepted, but the sender never hears of it). What was accepted is a line of
FOLDER/accepted.ndjson. Addresses that begin with `gone` are refused for ever.
"""

import asyncio
import base64
import email
import email.policy
import hashlib
import hmac
import http.server
import json
import pathlib
import socket
import sys
import threading
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

FOLDER = pathlib.Path(sys.argv[1])
KEY = b"webhook key"
LOCK = threading.Lock()


def mode(way):
    try:
        return (FOLDER / way).read_text().strip()
    except FileNotFoundError:
        return "accept"


def accept(**what):
    with LOCK, (FOLDER / "accepted.ndjson").open("a") as accepted:
        accepted.write(json.dumps(what) + "\n")


def seen(way, what):
    """Says that a request has come, whatever becomes of it."""
    with LOCK, (FOLDER / "seen").open("a") as requests:
        requests.write(f"{way} {what}\n")


class Mail:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        now = mode("mail")
        seen("mail", now)
        if now == "refuse":
            return "451 4.3.0 try again later"
        if now != "hang":
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            accept(
                way="mail",
                id=message["message-id"],
                to=envelope.rcpt_tos,
                subject=message["subject"],
                text=message.get_content(),
                user=session.auth_data,
            )
        while now in ("hang", "keep-waiting"):
            await asyncio.sleep(0.05)
        return "250 accepted"


class Webhook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        now = mode("webhook")
        seen("webhook", now)
        name, stamp = self.headers["webhook-id"], self.headers["webhook-timestamp"]
        signed = hmac.new(KEY, f"{name}.{stamp}.".encode() + body, hashlib.sha256).digest()
        expected = "v1," + base64.b64encode(signed).decode()
        if not hmac.compare_digest(expected, self.headers["webhook-signature"]):
            self.send_error(401)
            return
        if now == "refuse":
            self.send_error(503)
            return
        if now != "hang":
            accept(way="webhook", id=name, recent=abs(time.time() - int(stamp)) < 60, body=json.loads(body))
        while now in ("hang", "keep-waiting"):
            time.sleep(0.05)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def authenticate(server, session, envelope, mechanism, data):
    ok = (data.login, data.password) == (b"knelpunt", b"mail password")
    return AuthResult(success=ok, auth_data="knelpunt" if ok else None)


# The controller connects to its own port to see that it listens: so it has to know a free one.
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
mail = Controller(
    Mail(),
    hostname="127.0.0.1",
    port=port,
    authenticator=authenticate,
    auth_required=True,
    auth_require_tls=False,
)
mail.start()
webhook = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Webhook)
print(mail.port, webhook.server_port, flush=True)
webhook.serve_forever()
