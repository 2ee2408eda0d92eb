"""Showing a release's explorer on this machine, and to nobody else."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from chitieu.release.published import SITE

ADDRESS = "127.0.0.1"


class _Handler(SimpleHTTPRequestHandler):
    """The files of a release as they are; whoever asks for nothing gets the site."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript", ".md": "text/plain"}  # noqa: RUF012

    def do_GET(self) -> None:
        if self.path == "/":
            self.send_response(302)
            self.send_header("Location", f"/{SITE}/index.html")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        super().do_GET()

    def list_directory(self, path: str) -> None:
        """No folder is shown: what there is to see is linked."""
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Nothing is logged, since nobody but the person who started it asks."""


def server(release: Path, port: int) -> ThreadingHTTPServer:
    """A server of the files of a release; port 0 takes a free one. Raises OSError if the port is taken."""
    return ThreadingHTTPServer((ADDRESS, port), partial(_Handler, directory=str(release)))
