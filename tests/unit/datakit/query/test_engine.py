"""The database that answers can read its one file, and nothing can change that."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from datakit.query import Engine, Query, Sort, count, page
from datakit.query.engine import KEPT_OPEN
from tests.unit.datakit.tables import stored


@pytest.fixture
def cursor(tmp_path: Path):
    stored(tmp_path / "own.parquet", {"n": [1]})
    stored(tmp_path / "other.parquet", {"n": [2]})
    with Engine().cursor(tmp_path / "own.parquet") as opened:
        yield opened


def test_it_reads_its_own_file(cursor, tmp_path):
    own = str(tmp_path / "own.parquet")
    assert cursor.execute("FROM read_parquet(?)", [own]).fetchall() == [(1,)]


@pytest.mark.parametrize(
    "sql",
    [
        "FROM read_parquet('{folder}/other.parquet')",
        "FROM read_parquet('{folder}/*.parquet')",
        "FROM read_parquet('{folder}/../{name}/other.parquet')",
        "FROM read_text('/etc/hostname')",
        "FROM glob('/etc/*')",
        "COPY (SELECT 1) TO '{folder}/out.csv'",
        "ATTACH '{folder}/new.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET allowed_paths = ['/etc/hostname']",
        "SET lock_configuration = false",
        "SET memory_limit = '100GB'",
        "SELECT getenv('HOME')",
    ],
)
def test_everything_else_is_refused(cursor, tmp_path, sql):
    with pytest.raises(duckdb.Error):
        cursor.execute(sql.format(folder=tmp_path, name=tmp_path.name)).fetchall()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.parquet", "own.parquet"]


def test_a_path_with_a_quote_is_a_path(tmp_path):
    folder = tmp_path / "l'été"
    folder.mkdir()
    schema = stored(folder / "t.parquet", {"n": [1, 2]})
    assert count(folder / "t.parquet", schema, Query()) == 2


def test_a_link_leads_to_its_file(tmp_path):
    schema = stored(tmp_path / "t.parquet", {"n": [1, 2]})
    (tmp_path / "link.parquet").symlink_to(tmp_path / "t.parquet")
    assert count(tmp_path / "link.parquet", schema, Query()) == 2


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        Engine().cursor(tmp_path / "missing.parquet")


def test_memory_and_threads_are_as_asked(tmp_path):
    stored(tmp_path / "t.parquet", {"n": [1]})
    with Engine(memory="100MB", threads=1).cursor(tmp_path / "t.parquet") as opened:
        sql = "SELECT current_setting('threads'), current_setting('memory_limit')"
        assert opened.execute(sql).fetchall() == [(1, "95.3 MiB")]


def test_many_threads_and_more_files_than_stay_open(tmp_path):
    paths = [tmp_path / f"{n}.parquet" for n in range(KEPT_OPEN + 4)]
    schemas = [stored(path, {"n": list(range(at + 1))}) for at, path in enumerate(paths)]

    def last(at: int) -> tuple[int, int]:
        where = at % len(paths)
        query = Query(sort=Sort("n", descending=True))
        answer = page(paths[where], schemas[where], query, offset=0, limit=1)
        return answer.total, answer.rows[0][0]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(last, range(3 * len(paths))))
    assert answers == [(at % len(paths) + 1, at % len(paths)) for at in range(3 * len(paths))]


def test_a_forked_process_opens_its_own(tmp_path):
    schema = stored(tmp_path / "t.parquet", {"n": [1, 2, 3]})
    assert count(tmp_path / "t.parquet", schema, Query()) == 3
    child = os.fork()
    if not child:
        os._exit(count(tmp_path / "t.parquet", schema, Query()))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
