"""How different two colours look, also to people who are colour-blind."""

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

# Machado, Oliveira and Fernandes (2009), for linear RGB.
BLINDNESS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
XYZ_OF_RGB = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)


def linear(code):
    """Of #rrggbb."""
    for at in (1, 3, 5):
        value = int(code[at : at + 2], 16) / 255
        yield (
            value / 12.92
            if value <= 0.04045
            else ((value + 0.055) / 1.055) ** 2.4
        )


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector)) for row in matrix]


def lab(code, blindness="none"):
    seen = times(BLINDNESS[blindness], list(linear(code)))
    xyz = times(XYZ_OF_RGB, [min(max(value, 0), 1) for value in seen])
    x, y, z = (
        t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116
        for t in (value / white for value, white in zip(xyz, WHITE))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def hue(a, b):
    return degrees(atan2(b, a)) % 360 if a or b else 0


def ciede2000(one, other):
    """The difference of two colours in Lab, as in Sharma et al. (2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = ((hypot(a1, b1) + hypot(a2, b2)) / 2) ** 7
    g = 1.5 - 0.5 * sqrt(mean / (mean + 25**7))
    c1, c2 = hypot(g * a1, b1), hypot(g * a2, b2)
    h1, h2 = hue(g * a1, b1), hue(g * a2, b2)
    dh = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0
    if c1 * c2 == 0:
        h = h1 + h2
    else:
        h = (h1 + h2) / 2 + (180 if abs(h1 - h2) > 180 else 0)
    l, c = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * cos(radians(h - 30))
        + 0.24 * cos(radians(2 * h))
        + 0.32 * cos(radians(3 * h + 6))
        - 0.20 * cos(radians(4 * h - 63))
    )
    lightness = (l2 - l1) / (
        1 + 0.015 * (l - 50) ** 2 / sqrt(20 + (l - 50) ** 2)
    )
    chroma = (c2 - c1) / (1 + 0.045 * c)
    turned = 2 * sqrt(c1 * c2) * sin(radians(dh / 2)) / (1 + 0.015 * c * t)
    rotation = (
        -2
        * sqrt(c**7 / (c**7 + 25**7))
        * sin(radians(60 * exp(-(((h - 275) / 25) ** 2))))
    )
    return sqrt(
        lightness**2 + chroma**2 + turned**2 + rotation * chroma * turned
    )
