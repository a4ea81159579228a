"""Asking a server for pages as fast as it answers, over many connections at once."""

import socket
import threading
import time
from dataclasses import dataclass

CONNECTIONS = 10


@dataclass(frozen=True)
class Answer:
    """`headers` with lower-case names, of a repeated one the last."""

    status: int
    headers: dict
    body: bytes


class Unexpected(Exception):
    """A request was answered with another status than it was sent for: what was measured is not what was meant."""


def get(port, path, headers=None):
    """One Answer. A connection a request: gunicorn's sync workers keep none open."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(_request(path, headers or {}))
        received = bytearray()
        while part := connection.recv(262_144):
            received += part
    head, _, body = bytes(received).partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return Answer(int(status.split()[1]), {name.lower(): value.strip() for name, _, value in pairs}, body)


def requests_a_second(port, asked, *, seconds=None, expects=200, connections=CONNECTIONS):
    """How many requests a second are answered: going round those (path, headers) for so long, or through them once.

    Raises Unexpected for any other status than `expects`.
    """
    requests = [_request(path, headers) for path, headers in asked]
    prefix = f"HTTP/1.1 {expects} ".encode()
    taken, lock, wrong = iter(requests if seconds is None else _round(requests)), threading.Lock(), []
    done = [0] * connections
    begun = time.perf_counter()
    until = begun + seconds if seconds else float("inf")

    def work(number):
        while not wrong and time.perf_counter() < until:
            with lock:
                request = next(taken, None)
            if request is None:
                return
            with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
                connection.sendall(request)
                first = connection.recv(262_144)
                while connection.recv(262_144):
                    pass
            if not first.startswith(prefix):
                wrong.append(first[:200])
            done[number] += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise Unexpected(f"{expects} was expected, but {wrong[0]!r} came")
    return sum(done) / (time.perf_counter() - begun)


def _round(requests):
    while True:
        yield from requests


def _request(path, headers):
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
