"""A web server on the loopback address that sends exactly the bytes it is told, and so can misbehave."""

import gzip
import socket
import ssl
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread

# Gets the socket and the request; sends what it wants.
Answer = bytes | Callable[[socket.socket, str], None]


def response(content: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """Return a response with these headers, in which _ stands for -."""
    lines = {"Content-Type": "text/markdown", "Content-Length": str(len(content))}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + content


def redirect(location: str, status: str = "302 Found") -> bytes:
    return response(b"", status, Location=location)


def not_found() -> bytes:
    return response(b"no", "404 Not Found")


def bomb(megabytes: int) -> bytes:
    """Return a small response that becomes this large."""
    return response(gzip.compress(bytes(megabytes * 1024**2)), Content_Encoding="gzip")


@dataclass
class Server:
    """A server with an answer for each path; `requests` are those that it got."""

    port: int
    scheme: str
    answers: dict[str, Answer] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    # Set at the end, so that an answer that waits can return.
    closed: Event = field(default_factory=Event)

    def url(self, path: str = "/plan.md", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """The paths of the requests."""
        return [request.split()[1] for request in self.requests]

    def header(self, name: str, index: int = -1) -> str | None:
        """Return a header of a request."""
        lines = self.requests[index].splitlines()[1:]
        found = dict(line.split(": ", 1) for line in lines if ": " in line)
        return found.get(name)

    def endless(self, connection: socket.socket, _request: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        while not self.closed.is_set():
            connection.sendall(b"- topic\n" * 10_000)

    def silent(self, _connection: socket.socket, _request: str) -> None:
        self.closed.wait()

    def slow(self, connection: socket.socket, _request: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        while not self.closed.wait(0.01):
            connection.sendall(b"x")

    def slow_header(self, connection: socket.socket, _request: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX: ")
        while not self.closed.wait(0.01):
            connection.sendall(b"x")

    def reset(self, connection: socket.socket, _request: str) -> None:
        # Closing without waiting for what was sent resets the connection.
        connection.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
        )


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Serve on a free port of the loopback address until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(listener.getsockname()[1], "https" if context else "http")
        thread = Thread(target=_accept, args=(listener, server, context), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.closed.set()
            with suppress(OSError):
                # Wakes the thread that waits for a connection.
                socket.create_connection(("127.0.0.1", server.port), timeout=5).close()
            thread.join(5)


def _accept(listener: socket.socket, server: Server, context: ssl.SSLContext | None) -> None:
    threads = []
    while True:
        connection, _ = listener.accept()
        if server.closed.is_set():
            connection.close()
            break
        threads.append(Thread(target=_serve, args=(connection, server, context), daemon=True))
        threads[-1].start()
    for thread in threads:
        thread.join(5)


def _serve(connection: socket.socket, server: Server, context: ssl.SSLContext | None) -> None:
    # A client that stops reading is no error here.
    with suppress(OSError), connection:
        stream = context.wrap_socket(connection, server_side=True) if context else connection
        with stream:
            request = b""
            while b"\r\n\r\n" not in request:
                chunk = stream.recv(65_536)
                if not chunk:
                    return
                request += chunk
                if request.startswith(b"\x16"):
                    # The beginning of TLS.
                    stream.sendall(response(b"", "400 Bad Request"))
                    return
            text = request.decode("latin-1")
            server.requests.append(text)
            answer = server.answers.get(text.split()[1], not_found())
            if callable(answer):
                answer(stream, text)
            else:
                stream.sendall(answer)
