"""The layout of stored tables: what reading one page, and the codebook's figures, rely on."""

import duckdb
import pyarrow.parquet as pq

from datakit.layout import COPY_OPTIONS, ROWS_PER_GROUP
from datakit.package.describe import PackageTable, codebook
from datakit.query import Query, Sort, page
from datakit.schema import Column, Schema

ROWS = 3 * ROWS_PER_GROUP
SCHEMA = Schema((Column("n", "integer"), Column("text"), Column("part", "number")))


def stored_by_duckdb(path):
    part = "if(i % 4 = 0, NULL, i / 7) AS part"
    rows = f"SELECT i AS n, 'row ' || i AS text, {part} FROM range({ROWS}) t(i)"  # noqa: S608
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({rows}) TO '{path}' ({COPY_OPTIONS})")
    return path


def test_groups_are_small_enough_to_skip(tmp_path):
    footer = pq.read_metadata(stored_by_duckdb(tmp_path / "t.parquet"))
    groups = [footer.row_group(at).num_rows for at in range(footer.num_row_groups)]
    assert max(groups) <= ROWS_PER_GROUP
    assert sum(groups) == ROWS


def test_pages_across_groups_are_right(tmp_path):
    path = stored_by_duckdb(tmp_path / "t.parquet")
    across = page(path, SCHEMA, Query(), offset=ROWS_PER_GROUP - 2, limit=4)
    assert [row[0] for row in across.rows] == [ROWS_PER_GROUP + n for n in (-2, -1, 0, 1)]
    last = page(path, SCHEMA, Query(sort=Sort("n", True)), offset=ROWS - 2, limit=9)
    assert last.rows == [(1, "row 1", 1 / 7), (0, "row 0", None)]


def test_the_footer_knows_the_empty_cells(tmp_path):
    table = PackageTable("t", "T", stored_by_duckdb(tmp_path / "t.parquet"), SCHEMA)
    lines = codebook([table], ["t"]).decode("utf-8-sig").splitlines()
    assert [line.rsplit(",", 1)[1] for line in lines] == [
        "share_empty",
        "0.0000",
        "0.0000",
        "0.2500",
    ]
