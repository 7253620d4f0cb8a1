"""Ways to open the series elsewhere: none while the repository has no public address."""

import tempfile
import unittest
from pathlib import Path
from unittest import mock

import addresses
import website
from nbformat.v4 import new_markdown_cell, new_notebook

POM = '<project xmlns="http://maven.apache.org/POM/4.0.0"><properties><public.address>{}</public.address></properties></project>'


class AddressesTest(unittest.TestCase):
    def test_today_there_is_none_and_no_badge(self):
        self.assertIsNone(addresses.repository())
        self.assertEqual(addresses.badges(addresses.repository()), "")

    def test_one_property_of_the_pom_makes_them_all(self):
        with tempfile.TemporaryDirectory() as folder:
            pom = Path(folder, "pom.xml")
            pom.write_text(POM.format("https://github.com/ada/nets/"))
            address = addresses.repository(pom)
        self.assertEqual(address, "https://github.com/ada/nets")
        self.assertEqual(
            addresses.ways(address, "notebooks/04-resnet.ipynb"),
            {
                "Binder": "https://mybinder.org/v2/gh/ada/nets/HEAD?urlpath=lab/tree/notebooks/04-resnet.ipynb",
                "Codespaces": "https://codespaces.new/ada/nets",
                "Colab": "https://colab.research.google.com/github/ada/nets/blob/HEAD/notebooks/04-resnet.ipynb",
            },
        )

    def test_of_another_host_only_binder_builds(self):
        self.assertEqual(
            addresses.ways("https://git.example.org/nets"),
            {
                "Binder": "https://mybinder.org/v2/git/https%3A%2F%2Fgit.example.org%2Fnets/HEAD?urlpath=lab/tree/notebooks/00-start-here.ipynb"
            },
        )

    def test_site_links_them_once_there_is_an_address(self):
        page = website.Page("00", new_notebook(cells=[new_markdown_cell("# T\n\nWhy?")]))
        self.assertNotIn("mybinder", website.front([page], None, None))
        with mock.patch.object(addresses, "repository", return_value="https://github.com/ada/nets"):
            self.assertIn("https://mybinder.org/v2/gh/ada/nets/", website.front([page], None, None))


if __name__ == "__main__":
    unittest.main()
