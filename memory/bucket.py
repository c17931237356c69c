"""Bucket: where files are kept at an S3 server, how requests to it are signed, and its links."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs, quote, urlsplit

from memory.errors import StoreFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Where files are kept.

    Attributes:
        endpoint: Address of the server, such as ``https://s3.eu-central-1.amazonaws.com``.
        bucket: Name of the bucket.
        prefix: What the names of all files begin with; empty for nothing.
        region: The region that requests are signed for.
        key: Whose.
        secret: The secret that they are signed with.
        public: Address of the same server as the world knows it, where that is another one; links
            lead there.
    """

    endpoint: str
    bucket: str
    prefix: str
    region: str
    key: str
    secret: str
    public: str = ""

    @classmethod
    def of(cls, url: str, key: str, secret: str) -> Bucket:
        """The bucket of an address such as ``s3://bucket/prefix?endpoint=http://host:9000``.

        Further options are ``region`` and ``public``.

        Raises:
            StoreFailed: It is not understood.
        """
        parts = urlsplit(url)
        if parts.scheme != "s3" or not parts.netloc:
            raise StoreFailed(
                "VFXB_ASSETS looks like this: s3://bucket/prefix?endpoint=https://host:9000"
            )
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        region = options.get("region", "us-east-1")
        default = f"https://s3.{region}.amazonaws.com"
        return cls(
            endpoint=options.get("endpoint", default).rstrip("/"),
            bucket=parts.netloc,
            prefix=parts.path.strip("/"),
            region=region,
            key=key,
            secret=secret,
            public=options.get("public", "").rstrip("/"),
        )

    def path(self, name: str) -> str:
        """Path of a file at the server."""
        return "/" + quote("/".join(filter(None, (self.bucket, self.prefix, name))), safe="/~")

    def scope(self, now: datetime) -> str:
        """What a signature is good for."""
        return f"{now:%Y%m%d}/{self.region}/s3/aws4_request"

    def signature(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str],
        digest: str, now: datetime,
    ) -> str:  # fmt: skip
        """The signature of a request.

        https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html, read in
        November 2026.

        Args:
            method: Such as ``GET``.
            path: Path at the server, quoted.
            query: The query.
            headers: The headers that are signed, in lower case.
            digest: SHA-256 of the content, hexadecimal.
            now: When it is asked.
        """
        lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
        names = ";".join(sorted(headers))
        request = "\n".join((method, path, query_of(query), lines, names, digest))
        hashed = hashlib.sha256(request.encode()).hexdigest()
        text = f"AWS4-HMAC-SHA256\n{now:%Y%m%dT%H%M%SZ}\n{self.scope(now)}\n{hashed}"
        key = f"AWS4{self.secret}".encode()
        for part in (f"{now:%Y%m%d}", self.region, "s3", "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        return hmac.new(key, text.encode(), "sha256").hexdigest()

    def link(self, name: str, seconds: int, file_name: str = "") -> str:
        """An address that everybody can fetch a file from, for some time.

        Args:
            name: Of the file.
            seconds: How long it holds; S3 takes a week at most.
            file_name: What the file is called where it is saved.
        """
        now = datetime.now(UTC)
        query = {
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
            "X-Amz-Credential": f"{self.key}/{self.scope(now)}",
            "X-Amz-Date": f"{now:%Y%m%dT%H%M%SZ}",
            "X-Amz-Expires": str(seconds),
            "X-Amz-SignedHeaders": "host",
        }
        if file_name:
            shown = quote(file_name)
            query["response-content-disposition"] = f"attachment; filename*=UTF-8''{shown}"
        server = self.public or self.endpoint
        path, host = self.path(name), urlsplit(server).netloc
        signed = self.signature("GET", path, query, {"host": host}, "UNSIGNED-PAYLOAD", now)
        return f"{server}{path}?{query_of(query)}&X-Amz-Signature={signed}"


def query_of(query: Mapping[str, str]) -> str:
    """The query of an address, in the order in which it is signed."""
    return "&".join(f"{quote(n, safe='~')}={quote(v, safe='~')}" for n, v in sorted(query.items()))
