"""Writes a long history of many series to a Prometheus, by remote write.

That takes a fraction of the time that promtool needs for the same samples as
text. A request is a protobuf message in Snappy's block format; both are simple
enough, without compression, to be written here.
"""

import random
import struct
from urllib.request import Request, urlopen

# Of samples that one series has before the next one is written: Prometheus
# accepts what is at most an hour older than the newest sample.
HOUR = 3600
SERIES_PER_REQUEST = 500
# Different values, which series take turns to have.
VALUES = 16

SNAPPY_BYTES = 1 << 16  # of a literal with a length of two bytes
SNAPPY_LITERAL = b"\xf4"


def varint(number):
    encoded = bytearray()
    while number > 127:
        encoded.append(number & 127 | 128)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def field(number, data):
    """A field of protobuf that has a length."""
    return varint(number << 3 | 2) + varint(len(data)) + data


def encode_labels(labels):
    return b"".join(
        field(1, field(1, name.encode()) + field(2, value.encode()))
        for name, value in sorted(labels.items())
    )


def encode_samples(moments, values):
    return b"".join(
        field(2, b"\x09" + struct.pack("<d", value) + b"\x10" + varint(moment))
        for moment, value in zip(moments, values)
    )


def uncompressed(data):
    """As a block of Snappy."""
    block = varint(len(data))
    for start in range(0, len(data), SNAPPY_BYTES):
        literal = data[start : start + SNAPPY_BYTES]
        block += SNAPPY_LITERAL + struct.pack("<H", len(literal) - 1) + literal
    return block


def write_history(url, series, start, end, step):
    """Made-up values of the series, which are {label: value}; times are in
    seconds. The Prometheus at the URL accepts remote write."""
    rng = random.Random(1)
    encoded = [encode_labels(labels) for labels in series]
    for hour in range(start, end + 1, HOUR // step * step):
        moments = range(hour, min(hour + HOUR // step * step, end + 1), step)
        samples = [
            encode_samples(
                [moment * 1000 for moment in moments],
                [rng.randrange(1000) / 7 for _ in moments],
            )
            for _ in range(VALUES)
        ]
        for first in range(0, len(encoded), SERIES_PER_REQUEST):
            message = b"".join(
                field(1, labels + samples[index % VALUES])
                for index, labels in enumerate(
                    encoded[first : first + SERIES_PER_REQUEST]
                )
            )
            request = Request(
                f"{url}/api/v1/write",
                uncompressed(message),
                {
                    "Content-Encoding": "snappy",
                    "Content-Type": "application/x-protobuf",
                    "X-Prometheus-Remote-Write-Version": "0.1.0",
                },
            )
            urlopen(request).close()
