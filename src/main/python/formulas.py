"""The notebooks' formulas as MathML: browsers draw it themselves, so that pages and slides need no script for them."""

import html

import latex2mathml.converter
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert import HTMLExporter, SlidesExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath


class Renderer(IPythonRenderer):
    """nbconvert's own, which finds formulas in text and none in code, and leaves them to MathJax."""

    def block_math(self, body: str) -> str:
        """One that stands alone. It scrolls by itself where it is wider than the page."""
        return f'<span class="formula">{mathml(body, "block")}</span>'

    def inline_math(self, body: str) -> str:
        return mathml(body, "inline")


def mathml(latex: str, display: str) -> str:
    """What cannot be converted is shown as it was written, as code is.

    :param display: `block` or `inline`, as MathML has it
    """
    try:
        return latex2mathml.converter.convert(latex.strip(), display=display)
    except Exception:  # the library has a class for each mistake, and no common one
        return f"<code>{html.escape(latex)}</code>"


class WithFormulas(HTMLExporter):
    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        """As nbconvert's, but for the renderer."""
        renderer = Renderer(
            escape=False,
            attachments=context.get("cell", {}).get("attachments", {}),
            anchor_link_text=self.anchor_link_text,
            exclude_anchor_links=self.exclude_anchor_links,
            **self.lexer_options,
        )
        return MarkdownWithMath(renderer=renderer).render(source)


class SlidesWithFormulas(WithFormulas, SlidesExporter):
    pass
