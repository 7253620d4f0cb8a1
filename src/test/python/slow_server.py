"""A server on the loopback that gives files at a walking pace: a proxy for Java's downloads, whatever host they ask for,
and a package index for pip.
"""

import contextlib
import http.server
import re
import ssl
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

PIECE = 1 << 16


class SlowServer(http.server.ThreadingHTTPServer):
    """Gives each file by its name, in whatever folder of whatever host it is asked for."""

    daemon_threads = True

    def __init__(
        self, files: dict[str, Path], bytes_a_second: int, tls: ssl.SSLContext | None = None
    ):
        super().__init__(("127.0.0.1", 0), Answer)
        self.files, self.bytes_a_second, self.tls = files, bytes_a_second, tls
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request, client_address):
        """Whoever is killed hangs up in the midst of an answer: nothing to tell."""


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_CONNECT(self):
        """As a proxy does for https; but it is this server that the client finds at the other end."""
        self.send_response(200)
        self.end_headers()
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)

    def finish(self):
        with contextlib.suppress(OSError):
            super().finish()
        self.connection.close()

    def do_GET(self):
        path = urlsplit(self.path).path
        if path.startswith("/simple/"):
            return self.index()
        file = self.server.files.get(path.rpartition("/")[2])
        if file is None:
            return self.send_error(404)
        return self.give(file.read_bytes())

    def index(self):
        """PEP 503: a project's files, as links."""
        page = "".join(f'<a href="/files/{name}">{name}</a>' for name in self.server.files).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def give(self, content: bytes):
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        first = int(asked[1]) if asked else 0
        if asked and first >= len(content):
            return self.send_error(416)
        self.send_response(206 if asked else 200)
        if asked:
            self.send_header("Content-Range", f"bytes {first}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - first))
        self.end_headers()
        for at in range(first, len(content), PIECE):
            self.wfile.write(content[at : at + PIECE])
            time.sleep(PIECE / self.server.bytes_a_second)

    def log_message(self, *_):
        pass


def trusted(folder: Path, host: str, java: str) -> tuple[ssl.SSLContext, list[str]]:
    """TLS by a certificate of our own for a host, and the options of a JVM that trusts it."""
    key, certificate, store = folder / "key.pem", folder / "certificate.pem", folder / "trusted.p12"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    made += ["-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"]
    kept = [str(Path(java).resolve().with_name("keytool")), "-importcert", "-noprompt"]
    kept += ["-storetype", "PKCS12", "-storepass", "changeit", "-keystore", str(store)]
    for command in (
        [*made, "-keyout", str(key), "-out", str(certificate)],
        [*kept, "-file", str(certificate)],
    ):
        subprocess.run(command, check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    option = "-Djavax.net.ssl.trustStore"
    return tls, [f"{option}={store}", f"{option}Password=changeit", f"{option}Type=PKCS12"]


@contextlib.contextmanager
def serving(files: dict[str, Path], bytes_a_second: int, tls: ssl.SSLContext | None = None):
    server = SlowServer(files, bytes_a_second, tls)
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
