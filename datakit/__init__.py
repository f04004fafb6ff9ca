"""Pure Python for messy files, schemas, profiles, queries and packages: no Django in here.

Reading an upload is one call, :func:`datakit.reading.read_file`; its answer is an
:class:`datakit.reading.Inspection`, and :class:`datakit.reading.ReadOptions` lets a person correct
what was understood. Sentences are in :mod:`datakit.problem_kinds`.
"""
