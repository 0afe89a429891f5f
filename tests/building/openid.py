"""A small OpenID provider on this machine, as a council's own sign-in: discovery, keys, authorisation, tokens."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "golden-thread", "between the two of us"


@dataclass
class Provider:
    """The provider as a test speaks of it: where it is, and what it says of whoever signs in there next.

    `claims` is what it says; `userinfo` says otherwise at the second place, where a test wants it to. `wrong` is what
    the provider itself found amiss in what it was asked.
    """

    url: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] | None = None
    audience: str = CLIENT
    cancels: bool = False
    wrong: list[str] = field(default_factory=list)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)

    def settings(self, **more: Any) -> dict[str, Any]:
        """What `council_account` reads of the environment."""
        named = {"SERVER": self.url, "CLIENT": CLIENT, "SECRET": SECRET, **more}
        return {f"GOLDENTHREAD_OIDC_{name}": value for name, value in named.items()}

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorise",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def authorise(self, asked: dict[str, str]) -> str:
        """The address to go back to, with a code that is good once."""
        wanted = {"client_id": CLIENT, "response_type": "code", "code_challenge_method": "S256"}
        self.wrong += [f"{name} is {asked.get(name)}" for name, value in wanted.items() if asked.get(name) != value]
        if not {"openid", "email"} <= set(asked.get("scope", "").split()):
            self.wrong.append("the email address was not asked for")
        if self.cancels:
            return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        code = secrets.token_urlsafe(16)
        self.codes[code] = (asked["redirect_uri"], asked.get("code_challenge", ""))
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
        to, challenge = self.codes.pop(asked.get("code", ""), ("", ""))
        proof = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        if not to or to != asked.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        if (asked.get("client_id"), asked.get("client_secret")) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        if base64.urlsafe_b64encode(proof).decode().rstrip("=") != challenge:
            self.wrong.append("the code was fetched by somebody who did not ask for it")
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        said = {"iss": self.url, "aud": self.audience, "iat": now, "exp": now + 300, **self.claims}
        signed = jwt.encode(said, self.key, algorithm="RS256", headers={"kid": "one"})
        return 200, {"access_token": "open sesame", "token_type": "Bearer", "expires_in": 300, "id_token": signed}


@contextmanager
def openid_provider() -> Iterator[Provider]:
    """A provider that answers until the block ends."""
    provider = Provider()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place = urlsplit(self.path)
            if place.path == "/.well-known/openid-configuration":
                self._say(200, provider.discovery())
            elif place.path == "/keys":
                self._say(200, provider.keys())
            elif place.path == "/authorise":
                self.send_response(302)
                self.send_header("Location", provider.authorise(_one_each(place.query)))
                self.end_headers()
            elif place.path == "/userinfo" and self.headers["Authorization"] == "Bearer open sesame":
                self._say(200, provider.claims if provider.userinfo is None else provider.userinfo)
            else:
                self._say(404, {})

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(*provider.token(_one_each(sent)) if self.path == "/token" else (404, {}))

        def _say(self, status: int, words: dict[str, Any]) -> None:
            body = json.dumps(words).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _one_each(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
