"""The contracts of stylesheets, scripts and templates, for the whole project, each with a planted breach."""

import gzip
import re
from pathlib import Path

import pytest

from querbeet.ui import bundle
from querbeet.ui.gallery import SampleForm
from querbeet.ui.tests.drawing import draw

ROOT = Path(__file__).parents[2]
UI = ROOT / "ui"
CSS = UI / "static" / "ui" / "css"
SHEETS = sorted(ROOT.glob("*/static/**/*.css"))
MODULES = sorted(path for path in ROOT.glob("*/static/**/*.js"))
TEMPLATES = sorted(ROOT.glob("*/templates/**/*.html"))
COMPONENTS = UI / "templates" / "cotton"
STEP_ONE = {"palette.css", "tokens.css", "print.css"}

RAW = re.compile(
    r"var\(--(paper|ink|rule|aubergine|sage|marigold|clay)\b|oklch\(|rgba?\(|hsla?\(|#[0-9a-f]{3,8}\b", re.I
)
PHYSICAL = re.compile(
    r"(?<![\w-])((margin|padding|border|inset)-(left|right|top|bottom)|left|right|top|bottom|width|height"
    r"|(min|max)-(width|height))\s*:(?!\s*[\d.]+(rem|px)\))"
    r"|text-align\s*:\s*(left|right)|float\s*:\s*(left|right)"
)
INLINE = re.compile(r"\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<style\b|<script(?![^>]*\bsrc=)|javascript:", re.I)
UNSAFE = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|(local|session)Storage|indexedDB"
)


def rules(path: Path) -> str:
    """A stylesheet without its comments and media conditions, which may well speak of width."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    return re.sub(r"@(media|container|supports)[^{]*", "", text)


def breaches(pattern: re.Pattern[str], paths: list[Path], read=Path.read_text) -> list[str]:
    return [f"{path.relative_to(ROOT)}: {found[0]}" for path in paths for found in pattern.finditer(read(path))]


def test_components_speak_of_meaning_never_of_the_palette():
    assert breaches(RAW, [path for path in SHEETS if path.name not in STEP_ONE], rules) == []
    assert RAW.search("color: var(--aubergine)")
    assert RAW.search("color: #fff;")


def test_sheets_know_start_and_end_not_left_and_right():
    assert breaches(PHYSICAL, SHEETS, rules) == []
    for planted in ("margin-left: 1px", "left: 0", "text-align: right", "max-width: 3px", "height: 2px"):
        assert PHYSICAL.search(planted)


def test_no_rule_shouts():
    assert breaches(re.compile("!important"), SHEETS) == []


def test_sheets_load_nothing():
    assert breaches(re.compile(r"url\((?![\"']?[\w/]+\.css)"), SHEETS) == []


@pytest.mark.parametrize(
    ("paths", "most"), [(SHEETS, 250), (MODULES, 120), (TEMPLATES, 120)], ids=["css", "js", "html"]
)
def test_files_stay_small(paths, most):
    assert {
        str(path.relative_to(ROOT)): lines for path in paths if (lines := len(path.read_text().splitlines())) > most
    } == {}


def test_every_sheet_of_a_component_is_named_like_its_template():
    names = {path.stem for path in COMPONENTS.glob("*.html")}
    shared = {"switch", "bars"}  # of language and theme switch; of bar and bars
    assert {path.stem for path in (CSS / "components").glob("*.css")} - names - shared == set()


def test_every_sheet_is_in_the_bundle():
    imported = {found["path"] for found in bundle.IMPORT.finditer((CSS / "app.css").read_text())}
    assert imported == {str(path.relative_to(CSS)) for path in CSS.rglob("*.css")} - {"app.css"}


def test_pages_of_other_packages_write_into_the_layer_of_pages():
    strangers = [path for path in SHEETS if not path.is_relative_to(CSS)]
    assert [str(path) for path in strangers if not rules(path).lstrip().startswith("@layer pages")] == []


def test_no_template_has_a_style_or_script_inside():
    assert breaches(INLINE, TEMPLATES) == []
    for planted in ('<p style="x">', '<p onclick="x()">', "<style>", "<script>", '<script nonce="1">'):
        assert INLINE.search(planted)


def test_no_template_writes_attributes_or_text_unescaped():
    unescaped = re.compile(r"\{\{\s*attrs\s*\}\}|\|\s*safe\b|autoescape off")
    assert breaches(unescaped, TEMPLATES) == []


def test_no_template_loads_from_another_host():
    assert breaches(re.compile(r"(src|href)\s*=\s*[\"']https?://[^\"']*\.(js|css|png|svg|woff2?)"), TEMPLATES) == []


def test_scripts_make_no_markup_and_keep_nothing_in_the_browser():
    assert breaches(UNSAFE, MODULES) == []
    assert UNSAFE.search("x.innerHTML = y")


def declared(name: str) -> set[str]:
    """What a component says it takes."""
    found = re.search(r"<c-vars (.*?)/>", (COMPONENTS / f"{name}.html").read_text(), re.DOTALL)
    return {word.replace("-", "_") for word in re.findall(r":?([\w-]+)=\"", found[1])} if found else set()


@pytest.mark.parametrize("name", sorted(path.stem for path in COMPONENTS.glob("*.html")))
def test_a_component_declares_every_name_it_uses(name, settings):
    """Even where components could see the page around them, a name of the page means nothing to them."""
    settings.COTTON_ISOLATE_BY_DEFAULT = False
    every = set().union(*(declared(path.stem) for path in COMPONENTS.glob("*.html"))) - {"name"}
    given = {"icon": 'name="check"', "field": ':field="sample"'}.get(name, "")
    source = f"<c-{name.replace('_', '-')} {given} />"
    assert "LEAK" not in draw(source, **dict.fromkeys(every, "LEAK"), sample=SampleForm()["about"])


def used(name: str, text: str) -> bool:
    return re.search(rf"<c-{name.replace('_', '-')}[\s/>]", text) is not None


def test_the_gallery_shows_every_component():
    shown = "".join(path.read_text() for path in (UI / "templates").rglob("*.html"))
    unseen = {path.stem for path in COMPONENTS.glob("*.html") if not used(path.stem, shown)}
    assert unseen == set()


def test_the_guide_for_pages_names_every_component_and_no_other():
    table = (UI / "README.md").read_text().partition("## Components")[2].partition("Examples:")[0]
    named = {name.replace("-", "_") for name in re.findall(r"`<c-([\w-]+)>`", table)}
    assert named == {path.stem for path in COMPONENTS.glob("*.html")}


def test_the_bundle_keeps_layers_in_order_and_loses_no_rule():
    text = bundle.inline()
    assert text.startswith("@layer reset, tokens, base, components, pages, utilities;")
    assert "@import" not in text
    assert "@media print {\n@layer utilities {" in text
    for path in CSS.rglob("*.css"):
        if path.name != "app.css":
            first = next(line.strip() for line in rules(path).splitlines() if line.strip())
            assert first in text


def test_frame_and_scripts_of_a_first_visit_stay_light():
    """60 kB for a whole page at first visit; htmx is 17 of them, and the page itself needs room."""
    parts = [bundle.inline().encode(), *(path.read_bytes() for path in MODULES if path.is_relative_to(UI))]
    assert sum(len(gzip.compress(part, 9)) for part in parts) < 20_000
