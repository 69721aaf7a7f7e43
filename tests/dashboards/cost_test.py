"""How many samples the queries of the dashboards read as platforms grow."""

import unittest

import cost
from boards import load_boards
from data import Asked
from harness import SystemTest, request_json

BOARDS = load_boards()
# What there is of history: the number of a graph's points costs, and not their
# distance.
SPAN = 60 * cost.MINUTES // 2
SIZES = {"small": (10, 2), "tenants": (40, 2), "servers": (10, 8)}


class Cost(SystemTest):
    @classmethod
    def setUpClass(cls):
        cls.setting = SystemTest()
        cls.addClassCleanup(cls.setting.doCleanups)
        platforms = cost.Platforms(cls.setting.folder(), SIZES)
        cls.addClassCleanup(platforms.stop)
        cls.asked = Asked(request_json, platforms.url, "t1")

    def graphs(self, uid):
        """{size: {graph: samples}}."""
        read = {}
        for size in SIZES:
            self.asked.target = size
            read[size] = {
                where: cost.samples_of(stats)
                for where, is_graph, stats in cost.costs(
                    self.asked, BOARDS[uid], SPAN
                )
                if is_graph
            }
        return read

    def test_graphs_of_all_tenants_do_not_depend_on_their_number(self):
        for uid in ("pitel-wallboard", "pitel-servers"):
            read = self.graphs(uid)
            self.assertGreater(sum(read["small"].values()), 0)
            for graph, samples in read["small"].items():
                with self.subTest(uid=uid, graph=graph):
                    self.assertEqual(read["tenants"][graph], samples)

    def test_graphs_of_chosen_tenants_do_not_depend_on_servers(self):
        read = self.graphs("pitel-overview")
        self.assertGreater(sum(read["small"].values()), 0)
        for graph, samples in read["small"].items():
            with self.subTest(graph=graph):
                self.assertEqual(read["servers"][graph], samples)
                self.assertLessEqual(read["tenants"][graph], 4 * samples)


if __name__ == "__main__":
    unittest.main()
