"""Knelpunt: its binary and a nats-server, asked over HTTP on one connection."""

import contextlib
import http.client
import json
import os
import pathlib
import socket
import subprocess

from comparison import history, system

CONTENT_TYPE = b"NATS/1.0\r\nContent-Type: application/cloudevents+json\r\n\r\n"
STREAM = "KNELPUNTEN"


class Knelpunt:
    """A log, and a server that folds it."""

    def __init__(self, folder, binary, nats_server):
        self.folder, self.binary, self.nats_server = pathlib.Path(folder), binary, nats_server
        self.log, self.views = self.folder / "log", self.folder / "views"

    def version(self):
        """Returns the version."""
        text = subprocess.run([self.binary, "--version"], check=True, capture_output=True, text=True).stdout
        return text.strip().capitalize()

    def create(self):
        """Creates the folders."""
        self.log.mkdir()
        self.views.mkdir()

    @contextlib.contextmanager
    def logging(self, sync):
        """Runs the nats-server; with `always` it syncs each event before it acknowledges, as `up` configures it."""
        self.port = system.free_port()
        configuration = self.log / "nats.conf"
        configuration.write_text(
            f'host: "127.0.0.1"\nport: {self.port}\nlog_file: "{self.log}/nats.log"\n'
            f'jetstream {{\n  store_dir: "{self.log}"\n  {"sync_interval: always" if sync else ""}\n}}\n'
        )
        self.nats_url = f"nats://127.0.0.1:{self.port}"
        log = self.log / "output.log"
        with system.running([self.nats_server, "--config", configuration], log) as process:
            system.until(self.has_stream, process, log)
            yield

    def has_stream(self):
        """Creates the stream if it does not exist; false until the store is read."""
        created = subprocess.run([self.binary, "init", "--nats", self.nats_url], capture_output=True, env=environment())
        return created.returncode == 0

    def fill(self, file):
        """Publishes the events of a file."""
        command = [self.binary, "events", "import", file, "--nats", self.nats_url]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment())
        with Publisher(self.port) as publisher:
            self.last = publisher.last()

    @contextlib.contextmanager
    def serving(self, ready):
        """Runs the server, until a condition on it holds and as long as it is needed."""
        self.address = ("127.0.0.1", system.free_port())
        command = [self.binary, "serve", "--nats", self.nats_url, "--data", self.views]
        command += ["--listen", "{}:{}".format(*self.address)]
        log = self.folder / "knelpunt.log"
        with system.running(command, log, env=environment()) as self.process:
            self.connection = http.client.HTTPConnection(*self.address, timeout=system.READY_WITHIN_SECONDS)
            system.until(ready, self.process, log)
            yield
            self.connection.close()

    def is_folded(self):
        """Whether everything in the log is folded."""
        status, body = self.get("/health/ready")
        return status == 200 and json.loads(body)["position"] >= self.last

    def answers(self):
        """Whether it answers."""
        return self.get("/v1/summary")[0] == 200

    def get(self, link):
        """Gets a link, to the last byte."""
        try:
            self.connection.request("GET", link)
            response = self.connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            raise OSError(f"no answer: {error}") from error

    def ask(self, question, at_least=None):
        """Returns the bytes that answer a question, once a sequence is folded."""
        link = question.link() + (f"&atLeast={at_least}" if at_least else "")
        status, body = self.get(link)
        while at_least and status == 503:
            # It waits for some seconds only.
            status, body = self.get(link)
        if status != 200:
            raise RuntimeError(f"{question.link()} answered {status}: {body[:500]}")
        return body

    def reach(self, sequence):
        """Waits until a sequence is folded."""
        # The server ends connections that were idle for long.
        self.connection.close()
        while self.get(f"/v1/position?atLeast={sequence}")[0] == 503:
            pass

    def disk_bytes(self):
        """The views."""
        return system.disk_bytes(self.views)

    def log_bytes(self):
        """The log."""
        return system.disk_bytes(self.log)

    def memory_bytes(self):
        return system.resident_bytes(self.process.pid)


class Publisher:
    """A NATS client that publishes many events at a time and waits for the acknowledgements of all."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.lines = self.socket.makefile("rb")
        self.lines.readline()
        self.inbox = f"_INBOX.{os.getpid()}"
        self.socket.sendall(b'CONNECT {"verbose":false,"headers":true}\r\n' + f"SUB {self.inbox} 1\r\n".encode())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def last(self):
        """Returns the last sequence of the stream."""
        self.socket.sendall(f"PUB $JS.API.STREAM.INFO.{STREAM} {self.inbox} 0\r\n\r\n".encode())
        return self.reply()["state"]["last_seq"]

    def publish(self, lines):
        """Publishes events, and returns the last sequence."""
        self.socket.sendall(b"".join(map(self.message, lines)))
        return max(self.reply()["seq"] for _ in lines)

    def message(self, line):
        event = json.loads(line)
        short = event["type"].removeprefix("nl.knelpunten.").removesuffix(".v1")
        subject = f"knelpunten.{short}.{event['data']['municipality']}"
        sizes = f"{len(CONTENT_TYPE)} {len(CONTENT_TYPE) + len(line)}"
        return f"HPUB {subject} {self.inbox} {sizes}\r\n".encode() + CONTENT_TYPE + line + b"\r\n"

    def reply(self):
        """Returns the next reply."""
        while not (line := self.lines.readline()).startswith(b"MSG"):
            if line.startswith(b"PING"):
                self.socket.sendall(b"PONG\r\n")
            elif not line or line.startswith(b"-ERR"):
                raise RuntimeError(f"the nats-server ended the connection: {line}")
        body = json.loads(self.lines.read(int(line.split()[-1]) + 2))
        if "error" in body:
            raise RuntimeError(f"the nats-server returned an error: {body['error']}")
        return body


def environment():
    """The environment without options of knelpunt."""
    return {name: value for name, value in os.environ.items() if not name.startswith("KNELPUNT_")}
