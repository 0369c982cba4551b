"""Processes, their memory, and the size of folders."""

import contextlib
import pathlib
import signal
import socket
import subprocess
import sys
import time

BLOCK_BYTES = 512
READY_WITHIN_SECONDS = 300


def disk_bytes(*paths):
    """Adds up the blocks of files and of the files below folders."""
    files = (file for path in map(pathlib.Path, paths) for file in (path, *path.rglob("*")))
    return sum(file.stat().st_blocks * BLOCK_BYTES for file in files if file.is_file())


def resident_bytes(pid):
    """Returns the resident memory of a process."""
    return kilobytes(f"/proc/{pid}/status", "VmRSS:") * 1024


def shared_out_bytes(pid):
    """Returns the memory of a process and its children, shared pages counted once in all."""
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(kilobytes(f"/proc/{each}/smaps_rollup", "Pss:") * 1024 for each in [pid, *children])


def kilobytes(path, name):
    for line in pathlib.Path(path).read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    raise RuntimeError(f"{path} does not have {name}")


@contextlib.contextmanager
def running(command, log, **options):
    """Runs a program with its output in a file, and ends it in the end."""
    with open(log, "ab") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **options)
    try:
        yield process
    finally:
        # To PostgreSQL this is the fast shutdown; the others treat it like SIGTERM.
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=READY_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def until(condition, process, log):
    """Waits until a condition holds, and returns its value; errors of connections mean not yet."""
    end = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError):
            found = condition()
            if found:
                return found
        time.sleep(0.005)
    raise RuntimeError(f"{process.args[0]} is not ready; its last words:\n{pathlib.Path(log).read_text()[-2_000:]}")


def end_on_sigterm():
    """Lets SIGTERM end this process as an exception would, so that it ends what it started."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))


def run(command):
    """Runs a program to its end; if this process is to end before, the program ends first."""
    with subprocess.Popen(command) as process:
        try:
            code = process.wait()
        except BaseException:
            process.terminate()
            raise
    if code:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {code}: see above")


def free_port():
    """Returns a port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
