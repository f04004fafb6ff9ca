"""Where bars, months and dots stand."""

from datetime import date

from core.ui import charts, cover


class TestBars:
    def test_the_longest_fills_the_width(self) -> None:
        first, second = charts.bars([("a", 200), ("b", 50)])
        assert (first.width, second.width) == ("100%", "25%")
        assert (first.share, second.share) == (0.8, 0.2)

    def test_nothing_and_zeros_draw_empty(self) -> None:
        assert charts.bars([]) == []
        assert [bar.width for bar in charts.bars([("a", 0), ("b", 0)])] == ["0%", "0%"]

    def test_below_zero_draws_empty_but_keeps_its_value(self) -> None:
        bar = charts.bars([("a", 10), ("b", -3)])[1]
        assert (bar.width, bar.value) == ("0%", -3)


class TestSpark:
    def test_heights_are_relative_and_stand_on_the_ground(self) -> None:
        ticks = charts.spark([10, 5, 0])
        assert [t.height for t in ticks] == ["100%", "50%", "0%"]
        assert [t.y for t in ticks] == ["0%", "50%", "100%"]

    def test_a_single_value_among_many_stays_visible(self) -> None:
        assert charts.spark([1, 10_000])[0].height == "4%"

    def test_what_is_empty_stands_last_and_apart(self) -> None:
        ticks = charts.spark([4, 2], empty=3)
        assert [t.kind for t in ticks] == ["bar", "bar", "void"]
        assert ticks[2].height == "75%"

    def test_nothing_draws_nothing(self) -> None:
        assert charts.spark([]) == []


class TestMonths:
    start = date(2025, 10, 1)

    def test_in_the_middle(self) -> None:
        line = charts.months(self.start, 36, date(2026, 11, 25))
        kinds = [tick.kind for tick in line.ticks]
        assert kinds.count("past") == 13
        assert kinds[13] == "here"
        assert kinds.count("next") == 22
        assert (line.current, line.total) == (14, 36)
        assert line.end == date(2028, 9, 1)

    def test_before_it_begins_and_after_it_ends(self) -> None:
        assert charts.months(self.start, 36, date(2025, 1, 1)).current == 0
        ended = charts.months(self.start, 36, date(2030, 1, 1))
        assert ended.current == 36
        assert {tick.kind for tick in ended.ticks} == {"past"}

    def test_milestones_stand_at_their_date_and_never_outside(self) -> None:
        dates = [date(2025, 10, 1), date(2027, 4, 1), date(2031, 1, 1), date(2020, 1, 1)]
        line = charts.months(
            self.start, 36, date(2026, 1, 1), [charts.Milestone("m", d) for d in dates]
        )
        assert [marker.x for marker in line.markers] == ["0%", "50%", "100%", "0%"]

    def test_a_year_that_ends_in_december(self) -> None:
        assert charts.months(date(2025, 1, 1), 12, date(2025, 1, 1)).end == date(2025, 12, 1)


class TestCover:
    def test_north_is_up_and_the_same_spot_is_drawn_once(self) -> None:
        dots = cover.places([(28.0, -2.0), (28.001, -2.001), (28.0, 2.0)])
        assert [(d.x, d.y) for d in dots] == [("560", "-40"), ("560", "40")]

    def test_more_rows_make_a_larger_dot_and_what_is_elsewhere_is_not_drawn(self) -> None:
        found = [(28.0, -2.0, 100), (27.0, -3.0, 1), (27.5, -3.0, 1), (2.3, 48.9, 500)]
        large, small = cover.layers(found)
        assert (large.width, large.path) == (str(cover.LARGEST), "M560 40h0")
        assert (small.width, small.path) == (str(cover.SMALLEST), "M540 60h0M550 60h0")

    def test_no_rows_no_dots(self) -> None:
        assert cover.layers([]) == []

    def test_the_outline_is_closed_and_light(self) -> None:
        assert cover.OUTLINE.startswith("M")
        assert cover.OUTLINE.rstrip().endswith("z")
        assert len(cover.OUTLINE) < 1000
