"""Whether people who are colour-blind can tell the series of a graph apart."""

import unittest
from itertools import combinations, product

import colour
from boards import fields_of, load_boards, overrides_of, panels_of

# Grafana's shades, from the lightest. The light theme has the darker five.
SHADES = ("super-light-", "light-", "", "semi-dark-", "dark-")
HUES = {
    "red": "#FFA6B0 #FF7383 #F2495C #E02F44 #C4162A #AD0317",
    "orange": "#FFCB7D #FFB357 #FF9830 #FF780A #FA6400 #E55400",
    "yellow": "#FFF899 #FFEE52 #FADE2A #F2CC0C #E0B400 #CC9D00",
    "green": "#C8F2C2 #96D98D #73BF69 #56A64B #37872D #19730E",
    "blue": "#C0D8FF #8AB8FF #5794F2 #3274D9 #1F60C4 #1250B0",
    "purple": "#DEB6F2 #CA95E5 #B877D9 #A352CC #8F3BB8 #7C2EA3",
}
THEMES = {
    theme: {
        shade + hue: code
        for hue, codes in HUES.items()
        for shade, code in zip(SHADES, codes.split()[first:])
    }
    for theme, first in (("dark", 0), ("light", 1))
}
# Of figures without a judgement.
THEMES["dark"]["text"], THEMES["light"]["text"] = "#CCCCDC", "#24292E"
BACKGROUNDS = {"dark": "#181B1F", "light": "#FFFFFF"}
# Five times the least that an eye sees.
ENOUGH = 11.5
# WCAG asks for 3 for large texts. Grafana's orange has 2.6 on white, and no
# orange of a better contrast can be told from every red.
CONTRAST = 2.5


def series_colours(panel):
    """{series: colour}, without lines that are also told apart by dashes."""
    return {
        name: properties["color"]["fixedColor"]
        for name, properties in overrides_of(panel).items()
        if "fixedColor" in properties.get("color", {})
        and "custom.lineStyle" not in properties
    }


def figure_colours(panel):
    """The colours that say whether a figure is good."""
    found = set()
    for owner in [fields_of(panel), *overrides_of(panel).values()]:
        if owner.get("custom.cellOptions", {}).get("type") == "gauge":
            continue  # a bar
        steps = owner.get("thresholds", {}).get("steps", [])
        found |= {step["color"] for step in steps}
        if "fixedColor" in owner.get("color", {}):
            found.add(owner["color"]["fixedColor"])
        for mapping in owner.get("mappings", []):
            options = mapping["options"]
            results = (
                [options["result"]] if "result" in options else options.values()
            )
            found |= {one["color"] for one in results if "color" in one}
    return found


def contrast(theme, name):
    lights = sorted(
        colour.times(colour.XYZ_OF_RGB, list(colour.linear(code)))[1]
        for code in (BACKGROUNDS[theme], THEMES[theme].get(name, name))
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def least_difference(one, other):
    """(difference, blindness, theme) where the colours differ least."""
    return min(
        (
            colour.ciede2000(*(colour.lab(code, kind) for code in codes)),
            kind,
            theme,
        )
        for theme, palette in THEMES.items()
        for kind in colour.BLINDNESS
        for codes in [[palette.get(name, name) for name in (one, other)]]
    )


class Colours(unittest.TestCase):
    def test_known_differences(self):
        # From Sharma, Wu and Dalal (2005).
        for one, other, expected in (
            ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
            (
                (60.2574, -34.0099, 36.2677),
                (60.4626, -34.1751, 39.4387),
                1.2644,
            ),
            ((50, 2.5, 0), (61, -5, 29), 22.8977),
            ((50, -0.001, 2.49), (50, 0.0011, -2.49), 4.7461),
        ):
            found = colour.ciede2000(one, other)
            self.assertAlmostEqual(found, expected, places=4)

    def test_red_and_green_are_too_alike(self):
        difference, kind, _ = least_difference("red", "green")
        self.assertLess(difference, ENOUGH)
        self.assertEqual(kind, "deuteranopia")

    def test_judgements_of_figures_differ(self):
        pairs = 0
        for uid, board in load_boards().items():
            for panel in panels_of(board):
                if panel["type"] not in ("stat", "bargauge", "table"):
                    continue
                shown = figure_colours(panel)
                for one, other in combinations(sorted(shown), 2):
                    pairs += 1
                    with self.subTest(uid=uid, panel=panel["title"]):
                        self.assertGreater(
                            least_difference(one, other),
                            (ENOUGH,),
                            (one, other),
                        )
                for theme, name in product(THEMES, shown):
                    if panel["type"] != "bargauge":
                        with self.subTest(uid=uid, panel=panel["title"]):
                            self.assertGreater(
                                contrast(theme, name), CONTRAST, (theme, name)
                            )
        self.assertGreater(pairs, 50)

    def test_series_of_a_graph_differ(self):
        pairs = 0
        for uid, board in load_boards().items():
            for panel in panels_of(board):
                if panel["type"] != "timeseries":
                    continue
                shown = series_colours(panel)
                for one, other in combinations(sorted(shown), 2):
                    pairs += 1
                    with self.subTest(uid=uid, panel=panel["title"]):
                        self.assertGreater(
                            least_difference(shown[one], shown[other]),
                            (ENOUGH,),
                            (one, other),
                        )
        self.assertGreater(pairs, 20)


if __name__ == "__main__":
    unittest.main()
