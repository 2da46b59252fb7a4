"""Seeded random streams, one per purpose, so that no draw depends on another's order."""

import math
from random import Random


def stream(seed: int, *purpose: str) -> Random:
    """A random generator that depends on the seed and the purpose alone."""
    return Random(":".join((str(seed), *purpose)))  # noqa: S311 - a simulation, not a secret


def spread(total: int, parts: int, rng: Random) -> tuple[int, ...]:
    """Split ``total`` into ``parts`` uneven shares, each within a fifth or so of the mean."""
    weights = [rng.uniform(0.8, 1.2) for _ in range(parts)]
    exact = [total * weight / sum(weights) for weight in weights]
    shares = [math.floor(share) for share in exact]
    by_remainder = sorted(range(parts), key=lambda i: shares[i] - exact[i])
    for index in by_remainder[: total - sum(shares)]:
        shares[index] += 1
    return tuple(shares)
