"""A learning record store on loopback, as far as xAPI says how it takes statements."""

import base64
import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

USER, KEY = "robin-store", "sesame-key"
TAKEN, DROPPED = "taken", "dropped"


class Store:
    """What a store has, and how it answers.

    Attributes:
        statements: by id.
        requests: the statements of each request that came.
        answers: what happens to the next requests: a status, `DROPPED` for a connection that ends
            before anything is stored, or `TAKEN` for one that ends after that.
        address: where it is.
    """

    def __init__(self, address):
        self.statements = {}
        self.requests = []
        self.answers = []
        self.address = address
        self.most = None
        self.version = "1.0.3"

    @property
    def voided(self):
        """The ids of statements that are void."""
        void = set()
        for statement in self.statements.values():
            if statement["verb"]["id"].endswith("/voided"):
                void.add(statement["object"]["id"])
        return void

    @property
    def standing(self):
        """The statements that count: neither voided nor voiding."""
        return {
            each["id"]: each
            for each in self.statements.values()
            if each["id"] not in self.voided and each["object"]["objectType"] != "StatementRef"
        }

    def take(self, statements):
        """Take statements; return the status and the ids of new ones."""
        for statement in statements:
            # It gives the time at which it came to one without a time, as Ralph does.
            statement.setdefault("timestamp", f"request {len(self.requests)}")
            if self.statements.get(statement["id"], statement) != statement:
                return 409, []
        new = [each["id"] for each in statements if each["id"] not in self.statements]
        self.statements |= {each["id"]: each for each in statements}
        return (200, new) if new else (204, [])


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        store = self.server.store
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = store.answers.pop(0) if store.answers else None
        expected = base64.b64encode(f"{USER}:{KEY}".encode()).decode()
        if self.headers["Authorization"] != f"Basic {expected}":
            answer = 401
        version = self.headers["X-Experience-API-Version"]
        if self.path != "/xapi/statements" or version != store.version:
            answer = 400
        statements = json.loads(body)
        store.requests.append(statements)
        if store.most is not None and len(statements) > store.most:
            answer = 413
        if answer == DROPPED:
            self.close_connection = True
            return
        if isinstance(answer, int):
            self._answer(answer, KEY.encode())
            return
        if isinstance(answer, bytes):
            self._answer(200, answer)
            return
        status, ids = store.take(statements)
        if answer == TAKEN:
            self.close_connection = True
            return
        self._answer(status, json.dumps(ids).encode() if status == 200 else b"")

    def _answer(self, status, body):
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@contextmanager
def running_store(tls=None):
    """Run a store for the length of a block; `tls` is an `ssl.SSLContext`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.handle_error = lambda *arguments: None  # a client that hangs up
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    server.store = Store(f"http://127.0.0.1:{server.server_port}/xapi")
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.store
    finally:
        server.shutdown()
        server.server_close()
