"""Answers every request with the same page, as fast as it can: what the client itself can do.

python -m tests.bench.fixed PORT
"""

from __future__ import annotations

import asyncio
import sys

PAGE = b"x" * 16_000
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE


class Fixed(asyncio.Protocol):
    """Takes each piece that arrives for one request: the client sends no two at once."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:  # noqa: ARG002 - asyncio’s own
        self._transport.write(ANSWER)


async def main(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Fixed, "127.0.0.1", port)
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
