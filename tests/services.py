"""Says plainly which real service is absent, before the services suite starts."""

import socket
import sys
from urllib.parse import urlparse


def answers(address: str) -> bool:
    """Whether something listens at the address."""
    parts = urlparse(address)
    try:
        with socket.create_connection((parts.hostname, parts.port), timeout=3):
            return True
    except OSError:
        return False


def main(addresses: list[str]) -> int:
    """One sentence for each service that does not answer."""
    absent = [address for address in addresses if not answers(address)]
    for address in absent:
        parts = urlparse(address)
        print(
            f"No {parts.scheme} service answers at {parts.hostname}:{parts.port}. "
            "Start it, or give its address: make test-services "
            "POSTGRES_URL=… REDIS_URL=… RABBITMQ_URL=…"
        )
    return 1 if absent else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
