"""What each component writes, drawn without a page around it."""

import pytest
from django.core.paginator import Paginator
from django.test import RequestFactory
from django.utils import translation

from querbeet.ui.tests.drawing import draw, draw_for_page, first_tag, text

EVIL = "\"><script>alert('x')</script>"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_a_button_sends_its_form():
    assert draw("<c-button>Save</c-button>") == '<button type="submit" class="button is-primary ">Save</button>'


def test_a_button_with_an_address_is_a_link():
    assert draw('<c-button href="/x" kind="quiet">Go</c-button>') == '<a href="/x" class="button is-quiet ">Go</a>'


def test_further_attributes_land_on_the_element():
    html = draw('<c-button name="answer" value="{{ answer }}" disabled data-x="1">No</c-button>', answer='"no" & <i>')
    assert first_tag(html, "button") == (
        '<button type="submit" class="button is-primary " name="answer" value="&quot;no&quot; &amp; &lt;i&gt;" '
        'disabled data-x="1">'
    )


def test_an_object_given_as_an_attribute_is_escaped_too():
    html = draw('<c-button :aria-label="evil">No</c-button>', evil=EVIL)
    assert "<script>" not in html
    assert first_tag(html, "button").endswith(
        'aria-label="&quot;&gt;&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;">'
    )


def test_the_plain_cotton_way_of_writing_attributes_would_let_a_script_in():
    """The control of the guard above: why components use `attributes` and never the bare `attrs`."""
    from django_cotton.templatetags import Attrs

    assert "<script>" in str(Attrs({"aria-label": '"' + EVIL + '"'}))


@pytest.mark.parametrize(
    "source",
    [
        '<c-person name="{{ evil }}" pronouns="{{ evil }}" line="{{ evil }}" />',
        '<c-person :name="evil" :pronouns="evil" :line="evil" />',
        '<c-page-header :title="evil" :lead="evil" :kicker="evil" />',
        '<c-card :title="evil" href="/x">{{ evil }}</c-card>',
        '<c-row :title="evil" :meta="evil" />',
        '<c-chips :items="items" />',
        '<c-facts :facts="facts" />',
        '<c-tag :tone="evil">{{ evil }}</c-tag>',
        '<c-copy :text="evil" />',
        '<c-stat :value="evil" :label="evil" />',
        '<c-search :value="evil" />',
    ],
)
def test_words_of_members_are_never_markup(source):
    html = draw(source, evil=EVIL, items=[EVIL, {"label": EVIL, "note": EVIL}], facts=[{"label": EVIL, "value": EVIL}])
    assert "alert(" in html
    assert "<script>" not in html


def test_a_page_header_has_the_only_h1():
    html = draw('<c-page-header title="Mentoring" lead="Six months." kicker="Spring" back-href="/a" />')
    assert html.count("<h1>") == 1
    assert text(html) == "Back Spring Mentoring Six months."


def test_a_section_names_its_heading_level():
    assert "<h3>Rules</h3>" in draw('<c-section title="Rules" level="3">…</c-section>')


def test_a_card_with_an_address_links_its_title_only_once():
    html = draw('<c-card title="Ring" href="/r">Four people</c-card>')
    assert html.count("<a ") == 1
    assert '<h3 class="card-title"><a href="/r">Ring</a></h3>' in html


@pytest.mark.parametrize(("kind", "role"), [("danger", "alert"), ("good", "status"), ("info", "status")])
def test_a_live_notice_announces_itself(kind, role):
    assert f'role="{role}"' in first_tag(draw(f'<c-notice kind="{kind}" live>Hello</c-notice>'), "div")


def test_a_notice_that_was_there_from_the_start_does_not_interrupt():
    assert "role" not in first_tag(draw("<c-notice>Hello</c-notice>"), "div")


def test_an_empty_state_offers_the_first_step():
    html = draw(
        '<c-empty-state title="No circles yet"><c-slot name="action"><a href="/new">Start</a></c-slot></c-empty-state>'
    )
    assert '<div class="actions"><a href="/new">Start</a></div>' in html


def test_the_current_tab_is_told_to_screen_readers():
    html = draw(
        '<c-tabs label="Parts" :tabs="tabs" />',
        tabs=[{"label": "All", "href": "#", "current": True, "count": 1200}, {"label": "Mine", "href": "?m"}],
    )
    assert html.count('aria-current="page"') == 1
    assert text(html) == "All 1,200 Mine"


def test_breadcrumbs_end_with_the_page_itself():
    html = draw('<c-breadcrumbs :trail="trail" />', trail=[{"label": "A", "href": "/a"}, {"label": "B"}])
    assert '<a href="/a">A</a>' in html
    assert '<span aria-current="page">B</span>' in html


def test_a_stacked_table_keeps_its_caption_and_is_no_scroll_region():
    html = draw('<c-table caption="Pairs" stack><tbody></tbody></c-table>')
    assert html == '<div class="table is-stack "><table><caption>Pairs</caption><tbody></tbody></table></div>'


def test_a_table_that_may_scroll_can_be_reached_by_keyboard():
    tag = first_tag(draw('<c-table caption="Pairs"><tbody></tbody></c-table>'), "div")
    assert 'role="region" tabindex="0" aria-label="Pairs"' in tag


def test_a_meter_says_its_value_in_words():
    assert text(draw('<c-meter label="Places" value="7" max="10" />')) == "Places 7 / 10"
    assert 'width="70.00"' in draw('<c-meter label="Places" value="7" max="10" />')


def test_bars_are_drawn_against_the_longest():
    html = draw(
        '<c-bars label="Wishes" :bars="bars" />', bars=[{"label": "a", "value": 40}, {"label": "b", "value": 10}]
    )
    assert ['width="100.00"' in html, 'width="25.00"' in html] == [True, True]
    assert text(html) == "Wishes a 40 b 10"


def test_bars_understand_numbers_as_german_templates_write_them():
    with translation.override("de"):
        assert 'width="25.00"' in draw('<c-meter label="x" value="{{ share }}" />', share=25.0)


def test_a_comparison_names_both_sides_for_each_figure():
    html = draw(
        '<c-compare first="A" second="B" :rows="rows" />',
        rows=[{"label": "Fit", "first": 50, "second": 75, "unit": " %"}],
    )
    assert text(html) == "A B Fit A: 50 % B: 75 %"


def test_steps_tell_what_is_done_and_where_one_is():
    html = draw(
        '<c-steps label="Way" :steps="steps" />',
        steps=[{"label": "One", "state": "done"}, {"label": "Two", "state": "current"}],
    )
    assert html.count('aria-current="step"') == 1
    assert text(html) == "One – done 2 Two"


def test_a_disclosure_works_without_scripts():
    html = draw('<c-disclosure summary="Why?" open>Because</c-disclosure>')
    assert first_tag(html, "details") == '<details class="disclosure " open>'


def test_a_confirm_page_posts_and_offers_the_way_back():
    html = draw('<c-confirm title="End?" action="/end" no-href="/back" kind="danger" />')
    assert first_tag(html, "form") == '<form class="confirm is-danger" method="post" action="/end">'
    assert '<a href="/back" class="button is-secondary ">No, go back</a>' in html


def test_pages_of_a_list_keep_the_rest_of_the_question():
    request = RequestFactory().get("/x", {"q": "bread & roses", "page": "2"})
    html = draw_for_page('<c-pagination :page="page" />', request, page=Paginator(range(50), 10).get_page(2))
    assert 'href="?q=bread+%26+roses&amp;page=1"' in html
    assert 'href="?q=bread+%26+roses&amp;page=3"' in html
    assert "Page 2 of 5" in text(html)


def test_a_single_page_has_no_pagination():
    assert draw('<c-pagination :page="page" />', page=Paginator(range(5), 10).get_page(1)) == ""


def test_the_initial_is_a_letter_and_says_nothing_to_screen_readers():
    html = draw('<c-initial name="  élan" />')
    assert 'aria-hidden="true"' in first_tag(html, "svg")
    assert text(html) == "É"


@pytest.mark.parametrize("name", ["leaf", "seed", "sprout", "ring", "bed", "path"])
def test_a_mark_is_decoration_unless_it_has_a_label(name):
    assert 'aria-hidden="true"' in draw(f'<c-mark name="{name}" />')
    assert 'role="img" aria-label="A ring"' in draw(f'<c-mark name="{name}" label="A ring" />')


def test_an_icon_with_a_label_says_it():
    assert text(draw('<c-icon name="check" label="Done" />')) == "Done"
    assert text(draw('<c-icon name="check" />')) == ""


def test_a_component_sees_only_what_it_is_given():
    html = draw('<c-card title="A">…</c-card>', footer="FOOT", kicker="KICK", href="/h")
    assert ["FOOT" in html, "KICK" in html, 'href="/h"' in html] == [False, False, False]


def test_messages_come_in_the_tone_of_their_level():
    from django.contrib.messages import constants
    from django.contrib.messages.storage.base import Message

    messages = [
        Message(level, "x") for level in (constants.ERROR, constants.WARNING, constants.SUCCESS, constants.INFO)
    ]
    html = draw_for_page("<c-messages />", messages=messages)
    assert [kind for kind in ("is-danger", "is-caution", "is-good", "is-info") if kind in html] == [
        "is-danger",
        "is-caution",
        "is-good",
        "is-info",
    ]
