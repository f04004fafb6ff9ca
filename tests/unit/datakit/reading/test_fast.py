"""The quick way must give what the forgiving way gives, and step aside where it cannot."""

from dataclasses import replace
from pathlib import Path

import pytest

from datakit.reading import fast
from tests.unit.datakit.reading.reading import TableReport, codes, table, values

HEADER = "id,nom,jour,lat,vide\n"
CLEAN = HEADER + "".join(
    f'{n},"Site é, {n}",2021-03-{n % 28 + 1:02},{-n / 7:.5f},\r\n' for n in range(500)
)


def both(
    folder: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | str
) -> tuple[TableReport, dict[str, object], TableReport, dict[str, object], list[int | None]]:
    """The same content read the quick way and the forgiving way; and what the quick way said."""
    answers: list[int | None] = []
    honest = fast.stage_fast

    def watched(*given: object) -> int | None:
        answers.append(honest(*given))  # type: ignore[arg-type]
        return answers[-1]

    monkeypatch.setattr("datakit.reading.delimited.stage_fast", watched)
    monkeypatch.setattr(fast, "WORTHWHILE_BYTES", 0)
    quick = table(folder, content)
    quick_values = values(folder, quick)
    monkeypatch.setattr(fast, "WORTHWHILE_BYTES", 1 << 40)
    slow = table(folder, content)
    return quick, quick_values, slow, values(folder, slow), answers


def test_both_ways_agree_on_a_clean_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick, quick_values, slow, slow_values, answers = both(tmp_path, monkeypatch, CLEAN)
    assert answers == [500, None]
    assert quick_values == slow_values
    assert replace(quick, columns=()) == replace(slow, columns=())
    assert [c.column for c in quick.columns] == [c.column for c in slow.columns]


@pytest.mark.parametrize(
    "dirt",
    [
        "1,a,2021-01-01,2\n",
        "1,a,2021-01-01,2,,too,long\n",
        "\n1,a,2021-01-01,2,\n",
        ",,,,\n1,a,2021-01-01,2,\n",
        "1,a\u00a0b,2021-01-01,2,\n",
        "1,a\u200b,2021-01-01,2,\n",
        "1,e\u0301,2021-01-01,2,\n",
        "1,\ufffd,2021-01-01,2,\n",
        "1,RaÃ¯a,2021-01-01,2,\n",
        '1,"open,2021-01-01,2,\n',
        '1,a "quoted" b,2021-01-01,2,\n',
        " 1 , a ,2021-01-01,2,\n",
        '1,"",2021-01-01,2,\n',
        '1,"end of line\n",2021-01-01,2,\n',
        "1,\ttab,2021-01-01,2,\n",
        '1,"two\nlines",2021-01-01,2,\n',
        "1,a,2021-01-01,2,\r1,b,2021-01-01,2,\n",
    ],
)
def test_dirt_reads_the_same_either_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dirt: str
) -> None:
    content = HEADER + "7,x,2021-01-02,3,\n" + dirt + "8,z,2021-01-03,4,\n"
    quick, quick_values, slow, slow_values, _ = both(tmp_path, monkeypatch, content)
    assert quick_values == slow_values
    assert codes(quick) == codes(slow)
    assert quick.rows == slow.rows


def test_a_late_surprise_in_a_large_file_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("datakit.reading.typed.SAMPLE_CELLS", 100)
    rows = [f"{n},{n % 2},,2021-01-{n % 28 + 1:02}" for n in range(5_000)]
    rows[4_000] = "x12,2,late,inconnu"
    report = table(tmp_path, "code,flag,rare,jour\n" + "\n".join(rows))
    got = values(tmp_path, report)
    assert (got["code"][4_000], got["flag"][4_000]) == ("x12", 2)
    assert (got["rare"][4_000], got["jour"][4_000]) == ("late", "inconnu")
    named = {p.column: p.row for p in report.all_problems if p.code == "nearly-typed"}
    assert named == {"code": 4_002, "jour": 4_002}
