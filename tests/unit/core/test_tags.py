"""The tags: what they draw, and that they escape what they are given."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

from core.ui import icons, marks

NASTY = "<b>&\"'"


def request(path: str = "/fr/", **headers: str) -> HttpRequest:
    made = RequestFactory(headers=headers).get(path)
    made.user = AnonymousUser()
    return made


def draw(source: str, **context: Any) -> str:
    with override("en"):
        return engines["django"].from_string(source).render(context, context.pop("request", None))


class TestIcons:
    @pytest.mark.parametrize("name", icons.DRAWINGS)
    def test_each_is_silent_unless_titled(self, name: str) -> None:
        assert 'aria-hidden="true"' in icons.icon(name)
        assert "<title>Done</title>" in icons.icon(name, "Done")

    def test_an_unknown_one_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            icons.icon("unicorn")

    def test_the_title_is_escaped(self) -> None:
        assert "<b>" not in icons.icon("done", NASTY)


class TestMarks:
    def test_every_mark_has_a_drawing(self) -> None:
        for table in (marks.AUDIENCES, marks.SENSITIVITIES, marks.JOB_STATES, marks.NOTES):
            for mark in table.values():
                assert mark.icon in icons.DRAWINGS

    @pytest.mark.parametrize("table", [marks.AUDIENCES, marks.SENSITIVITIES])
    def test_no_two_look_alike(self, table: dict[str, marks.Mark]) -> None:
        for part in ("word", "icon", "tone"):
            assert len({str(getattr(mark, part)) for mark in table.values()}) == len(table)

    @pytest.mark.parametrize("value", marks.AUDIENCES)
    def test_an_audience_shows_icon_and_word(self, value: str) -> None:
        drawn = draw("{% audience v %}", v=value)
        assert str(marks.AUDIENCES[value].tone) in drawn
        assert "<svg" in drawn
        with override("en"):
            assert str(marks.AUDIENCES[value].word) in drawn

    @pytest.mark.parametrize("value", marks.SENSITIVITIES)
    def test_a_sensitivity_shows_icon_and_word(self, value: str) -> None:
        drawn = draw("{% sensitivity v %}", v=value)
        assert "level" in drawn
        assert "sensitivity" in drawn


class TestSurfaces:
    def test_a_button_with_an_address_is_a_link(self) -> None:
        assert '<a class="btn quiet" href="/x"' in draw("{% button 'Map' '/x' kind='quiet' %}")

    def test_a_button_without_one_submits_and_takes_attributes(self) -> None:
        drawn = draw("{% button 'Share' name='action' hx_post='/y' %}")
        assert '<button class="btn" name="action" hx-post="/y" type="submit">' in drawn

    def test_a_size_is_said_before_it_is_fetched(self) -> None:
        assert "1.2\u00a0MB" in draw("{% button 'Download' '/x' size=1200000 %}")

    @pytest.mark.parametrize(
        "source",
        [
            "{% badge t %}",
            "{% button t '/x' %}",
            "{% empty t t %}",
            "{% person t t %}",
            "{% note 'info' title=t %}{{ t }}{% endnote %}",
            "{% card %}{{ t }}{% endcard %}",
            "{% more t %}{{ t }}{% endmore %}",
            "{% progress 'failed' t message=t %}",
        ],
    )
    def test_text_is_escaped(self, source: str) -> None:
        assert "<b>" not in draw(source, t=NASTY)

    def test_a_danger_interrupts(self) -> None:
        assert 'role="alert"' in draw("{% note 'danger' %}x{% endnote %}")
        assert 'role="note"' in draw("{% note %}x{% endnote %}")

    def test_facts_leave_out_what_is_empty_but_not_zero(self) -> None:
        drawn = draw("{% facts p %}", p=[("a", 0), ("b", None), ("c", "")])
        assert drawn.count("<dt>") == 1
        assert "<dd>0</dd>" in drawn

    def test_when(self) -> None:
        drawn = draw("{% when d %}", d=date(2023, 10, 14))
        assert drawn == '<time datetime="2023-10-14">14 Oct 2023</time>'


class TestCharts:
    def test_a_chart_comes_with_its_table(self) -> None:
        drawn = draw("{% chart p 'Visits' %}", p=[("Ituri", 1134), (NASTY, 2)])
        assert drawn.count("1,134") == 2
        assert "<table" in drawn
        assert "<b>" not in drawn

    def test_nothing_is_styled_inline(self) -> None:
        drawn = draw(
            "{% chart p 'V' %}{% spark c 'x' %}{% timeline d 36 d %}{% cover 'x' q %}",
            **{"p": [("a", 1)], "c": [1, 2], "d": date(2025, 10, 1), "q": [(28.0, -2.0)]},
        )
        assert "style=" not in drawn
        assert "Month 1 of 36" in drawn


class TestProgress:
    def test_a_running_job_asks_again_and_says_how_far(self) -> None:
        drawn = draw("{% progress 'running' 'Package' fraction=0.42 poll='/jobs/1' %}")
        assert 'hx-get="/jobs/1"' in drawn
        assert 'value="0.420"' in drawn
        assert "42%" in drawn
        assert 'aria-live="polite"' in drawn

    def test_an_unknown_fraction_is_shown_as_such(self) -> None:
        drawn = draw("{% progress 'running' 'Package' %}")
        assert "<progress aria-label" in drawn
        assert "Under way" in drawn

    @pytest.mark.parametrize("state", ["done", "failed"])
    def test_an_ended_job_stops_asking(self, state: str) -> None:
        drawn = draw("{% progress s 'Package' fraction=0.42 poll='/jobs/1' %}", s=state)
        assert "hx-get" not in drawn
        assert "<progress" not in drawn

    def test_steps_say_where_one_stands(self) -> None:
        drawn = draw("{% steps l 2 %}", l=["Send", "Check", "Share"])
        assert drawn.count('class="done"') == 1
        assert '<li aria-current="step"><span>Check' in drawn


class Sample(forms.Form):
    title = forms.CharField(label="Title", help_text="Short")
    note = forms.CharField(label="Note", required=False)
    agreed = forms.BooleanField(label="Agreed")
    kind = forms.ChoiceField(label="Kind", widget=forms.RadioSelect, choices=[("a", "A")])
    file = forms.FileField(label="File")
    mail = forms.EmailField(label="Mail", required=False)
    own = forms.CharField(label="Own", error_messages={"required": "Say it."})
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


class TestForms:
    def test_label_help_and_control_belong_together(self) -> None:
        drawn = draw("{% field f.title %}", f=Sample())
        assert '<label for="id_title">' in drawn
        assert 'id="id_title_helptext"' in drawn
        assert 'aria-describedby="id_title_helptext"' in drawn
        assert "optional" not in drawn

    def test_what_may_stay_empty_says_so(self) -> None:
        assert "(optional)" in draw("{% field f.note %}", f=Sample())

    def test_many_inputs_have_a_legend_and_one_box_its_label_around_it(self) -> None:
        assert "<legend>Kind</legend>" in draw("{% field f.kind %}", f=Sample())
        assert '<div class="field tick"><label for="id_agreed"><input' in draw(
            "{% field f.agreed %}", f=Sample()
        )

    def test_an_error_stands_beside_the_field_and_in_the_summary(self) -> None:
        drawn = draw("{% form_fields f %}", f=Sample({"title": ""}))
        assert '<a href="#id_title">“Title” is empty: please fill it in.</a>' in drawn
        assert 'id="id_title_error"' in drawn
        assert 'aria-invalid="true"' in drawn

    def test_nothing_wrong_says_nothing(self) -> None:
        assert draw("{% error_summary f %}", f=Sample()).strip() == ""

    @pytest.mark.parametrize(
        ("name", "sentence"),
        [
            ("title", "“Title” is empty: please fill it in."),
            ("agreed", "Tick “Agreed” to go on."),
            ("kind", "Choose something under “Kind”."),
            ("own", "Say it."),
        ],
    )
    def test_an_empty_field_is_named_and_what_to_do_is_said(self, name: str, sentence: str) -> None:
        form = Sample({})
        drawn = draw("{% field f %}", f=form[name])
        assert sentence in drawn
        assert sentence in draw("{% error_summary f %}", f=form)
        assert "This field is required" not in drawn

    def test_what_is_no_address_is_told_what_one_looks_like(self) -> None:
        form = Sample({"mail": "nobody"})
        assert "such as name@example.org" in draw("{% field f.mail %}", f=form)
        assert "Mail</a> — Write an e-mail address" in draw("{% error_summary f %}", f=form)

    def test_a_label_is_escaped_in_what_is_wrong(self) -> None:
        class Nasty(forms.Form):
            field = forms.CharField(label=NASTY)

        assert NASTY not in draw("{% error_summary f %}{% field f.field %}", f=Nasty({}))

    def test_a_hidden_field_has_no_label(self) -> None:
        assert "<label" not in draw("{% field f.secret %}", f=Sample())

    def test_the_file_drop_says_its_limit_and_is_a_plain_input(self) -> None:
        drawn = draw("{% file_drop f.file 200000000 'CSV, Excel' %}", f=Sample())
        assert 'data-limit="200000000"' in drawn
        assert "200\u00a0MB" in drawn
        assert '<input type="file" name="file"' in drawn


class TestMovingAbout:
    def test_pagination_keeps_the_rest_of_the_address(self) -> None:
        page = Paginator(range(100), 10).page(3)
        drawn = draw("{% pagination page %}", page=page, request=request("/x?q=a%26b&page=3"))
        assert 'href="?q=a%26b&amp;page=4"' in drawn
        assert '<span aria-current="page">3</span>' in drawn

    def test_one_page_needs_none(self) -> None:
        page = Paginator([1], 10).page(1)
        assert draw("{% pagination page %}", page=page, request=request()).strip() == ""

    def test_tabs_and_crumbs_say_where_one_is(self) -> None:
        tab = {"title": "Table", "url": "/t", "current": True, "count": 4218}
        assert 'aria-current="page">Table <span' in draw("{% tabs l 'Views' %}", l=[tab])
        crumbs = [("Data", "/d"), ("This", "")]
        assert '<span aria-current="page">This</span>' in draw("{% breadcrumb c %}", c=crumbs)

    def test_a_table_tells_empty_from_zero(self) -> None:
        columns = [{"label": "Site"}, {"label": "Workers", "numeric": True, "sorted": "ascending"}]
        drawn = draw("{% data_table c r 'Visits' %}", c=columns, r=[(NASTY, 0), ("b", None)])
        assert '<td data-label="Workers" class="n">0</td>' in drawn
        assert "not recorded" in drawn
        assert 'aria-sort="ascending"' in drawn
        assert "<b>" not in drawn

    def test_a_row_of_another_width_is_an_error(self) -> None:
        with pytest.raises(ValueError, match="zip"):
            draw("{% data_table c r 'x' %}", c=[{"label": "a"}], r=[(1, 2)])


class TestFrame:
    def test_low_data_is_asked_by_the_browser_or_the_account(self) -> None:
        assert draw("{% body_class %}", request=request(save_data="on")) == "low-data"
        assert draw("{% body_class %}", request=request()) == ""
        asking = request()
        asking.user.low_data = True
        assert draw("{% body_class %}", request=asking) == "low-data"

    def test_htmx_runs_without_inline_styles_and_keeps_no_rows(self) -> None:
        drawn = draw("{% htmx %}")
        assert "&quot;includeIndicatorStyles&quot;: false" in drawn
        assert "&quot;historyCacheSize&quot;: 0" in drawn
        assert "vendor/htmx" in drawn
