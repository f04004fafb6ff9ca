"""Making the next pieces while the last ones are being used: two cores for one stream."""

from collections.abc import Iterator
from queue import Empty, Full, Queue
from threading import Event, Thread

PIECES = 4
PATIENCE = 0.1

Item = tuple[bytes | None, BaseException | None]


def ahead(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """``chunks``, made in another thread at most ``PIECES`` ahead of their use.

    What the thread raises is raised here; a reader that stops early stops the thread.
    """
    queue: Queue[Item] = Queue(PIECES)
    stopped = Event()
    maker = Thread(target=_fill, args=(chunks, queue, stopped), daemon=True)
    maker.start()
    try:
        while (item := queue.get())[0] is not None:
            yield item[0]
        if item[1] is not None:
            raise item[1]
    finally:
        stopped.set()
        _drain(queue)
        maker.join()


def _fill(chunks: Iterator[bytes], queue: Queue[Item], stopped: Event) -> None:
    end: Item = (None, None)
    try:
        for chunk in chunks:
            if not _put(queue, (chunk, None), stopped):
                return
    except BaseException as error:
        end = (None, error)
    _put(queue, end, stopped)


def _put(queue: Queue[Item], item: Item, stopped: Event) -> bool:
    while not stopped.is_set():
        try:
            queue.put(item, timeout=PATIENCE)
        except Full:
            continue
        return True
    return False


def _drain(queue: Queue[Item]) -> None:
    try:
        while True:
            queue.get_nowait()
    except Empty:
        pass
