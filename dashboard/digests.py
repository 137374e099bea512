"""Short names for what is too long to be a key."""

import hashlib


def digest_of(*parts: bytes | memoryview) -> str:
    """Return a digest of bytes, one part after the other."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(part)
    return digest.hexdigest()
