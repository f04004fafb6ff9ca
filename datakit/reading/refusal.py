"""The one exception of reading: a file that cannot be taken, with the sentence that says why."""

from datakit.problems import Problem


class Refused(Exception):
    """Carries the problem that ends the reading; caught where the inspection is made."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem
