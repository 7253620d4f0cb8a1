"""The site and the slides in a real browser: nothing runs out of a telephone's page or a projector's slide."""

import contextlib
import io
import tempfile
import unittest
from pathlib import Path

import chromium
import npm
import publish

BROWSER = chromium.find()
# What a slide's content takes, in the slide's own pixels; reveal.js scales all slides to the window.
TOO_LARGE = """[...document.querySelectorAll('.slides section:not(.stack)')].filter(slide => {
    [slide, slide.parentElement].forEach(it => { if (it.tagName === 'SECTION') it.style.cssText += ';display:block!important'; });
    const content = slide.querySelector('.fits');
    const zoom = parseFloat(content.style.zoom);
    return content.scrollHeight * zoom > 720 || content.scrollWidth * zoom > 1281;
}).length"""

# By what is searched for, the page on it.
SUBJECTS = {
    "shortcut": "04-resnet",
    "squeeze": "06-senet",
    "growth rate": "05-densenet",
    "depthwise": "07-efficientnet",
    "attention": "09-attention",
    "googlenet": "03-googlenet",
    "dropout": "01-alexnet",
}


@unittest.skipUnless(BROWSER, "no Chromium or Chrome on this machine")
class PagesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        context = contextlib.ExitStack()
        cls.addClassCleanup(context.close)
        cls.folder = Path(context.enter_context(tempfile.TemporaryDirectory()))
        try:
            npm.package(*npm.REVEAL)
            npm.package(*npm.MINISEARCH)
        except npm.Missing as missing:
            raise unittest.SkipTest(str(missing)) from None
        with contextlib.redirect_stdout(io.StringIO()):
            publish.main(["site", "--out", str(cls.folder / "site")])
            publish.main(["slides", "--out", str(cls.folder / "slides")])
        cls.page = context.enter_context(chromium.page(BROWSER))

    def see(self, file, width, height):
        self.page.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.page.open(file.as_uri())
        self.page.wait(
            f"location.href.startsWith({file.as_uri()!r}) && document.readyState === 'complete'",
            60,
            f"{file.name} to be loaded",
        )

    def test_no_page_scrolls_sideways_at_390_pixels(self):
        for file in sorted((self.folder / "site").glob("*.html")):
            with self.subTest(page=file.name):
                self.see(file, 390, 844)
                self.assertLessEqual(
                    self.page.evaluate("document.documentElement.scrollWidth"), 390
                )

    def test_no_id_is_used_twice(self):
        for file in sorted((self.folder / "site").glob("*.html")):
            with self.subTest(page=file.name):
                self.see(file, 1280, 800)
                twice = "(ids => ids.filter((id, n) => ids.indexOf(id) !== n))([...document.querySelectorAll('[id]')].map(it => it.id))"
                self.assertEqual(self.page.evaluate(twice), [])

    def test_every_link_within_the_site_leads_somewhere(self):
        names = {file.name for file in (self.folder / "site").glob("*.html")}
        for name in sorted(names):
            with self.subTest(page=name):
                self.see(self.folder / "site" / name, 1280, 800)
                links = self.page.evaluate(
                    "[...document.querySelectorAll('a[href]')].map(it => it.getAttribute('href'))"
                )
                inside = [it for it in links if it.partition("#")[0].endswith(".html")]
                self.assertEqual([it for it in inside if it.partition("#")[0] not in names], [])
                self.assertEqual(
                    self.page.evaluate(
                        "[...document.querySelectorAll('a[href^=\"#\"]')].map(it => it.hash.slice(1)).filter(it => !document.getElementById(decodeURIComponent(it)))"
                    ),
                    [],
                )

    def find(self, words):
        """What the search says, and the addresses that it lists."""
        self.page.evaluate(
            f"(field => {{ field.value = {words!r}; field.dispatchEvent(new Event('input')); }})(document.getElementById('query'))"
        )
        return (
            self.page.evaluate("document.getElementById('said').textContent"),
            self.page.evaluate(
                "[...document.querySelectorAll('#found a')].map(it => it.getAttribute('href'))"
            ),
        )

    def test_search_lists_the_page_on_a_subject_first_and_shows_where_the_word_stands(self):
        self.see(self.folder / "site" / "index.html", 1280, 800)
        for words, page in SUBJECTS.items():
            with self.subTest(words=words):
                self.assertEqual(self.find(words)[1][0].partition(".html#")[0], page)
        marked = "[...document.querySelectorAll('#found li:has(mark)')].length"
        self.find("squeeze")
        self.assertGreater(self.page.evaluate(marked), 6)

    def test_search_that_finds_nothing_says_so(self):
        self.see(self.folder / "site" / "index.html", 1280, 800)
        said, found = self.find("xyzzyplugh")
        self.assertEqual((said, found), ("Nothing found for \u201cxyzzyplugh\u201d.", []))
        self.assertEqual(self.find(" "), ("", []))

    def test_no_slide_is_larger_than_1280_by_720(self):
        for file in sorted((self.folder / "slides").glob("*.html")):
            with self.subTest(lecture=file.name):
                self.see(file, 1280, 720)
                self.page.wait("document.body.dataset.ready", 60, "the slides to be laid out")
                self.assertGreater(self.page.evaluate("Reveal.getTotalSlides()"), 20)
                self.assertEqual(self.page.evaluate(TOO_LARGE), 0)
