"""What an author puts into a quiz."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StructBlockValidationError

from training.marking import Choice, Question


class ChoiceBlock(blocks.StructBlock):
    """One thing a learner can tick."""

    text = blocks.CharBlock(label=_("Answer"), max_length=300)
    right = blocks.BooleanBlock(label=_("This is right"), required=False)

    class Meta:
        icon = "check"
        label = _("Answer")


class QuestionValue(blocks.StructValue):
    """A question as the author wrote it."""

    def as_question(self, key: str) -> Question:
        """The same as plain values; keys are block ids, which translations keep."""
        choices = self["choices"].bound_blocks
        return Question(
            key=key,
            text=self["text"],
            multiple=self["several"],
            choices=tuple(Choice(c.id, c.value["text"], c.value["right"]) for c in choices),
            explanation=self["explanation"],
        )


class QuestionBlock(blocks.StructBlock):
    """A question with two answers or more, and why the right ones are right."""

    text = blocks.TextBlock(label=_("Question"), rows=2)
    several = blocks.BooleanBlock(
        label=_("Several answers may be right"),
        required=False,
        help_text=_("The learner must tick every right answer and no other."),
    )
    choices = blocks.ListBlock(ChoiceBlock(), label=_("Answers"), min_num=2, max_num=8)
    explanation = blocks.TextBlock(
        label=_("Explanation"),
        required=False,
        rows=2,
        help_text=_("Shown after the answers were sent, whether they were right or wrong."),
    )

    class Meta:
        icon = "help"
        label = _("Question")
        value_class = QuestionValue

    def clean(self, value: Any) -> Any:
        """A question that nobody could answer rightly is not a question."""
        cleaned = super().clean(value)
        right = sum(choice["right"] for choice in cleaned["choices"])
        if right == 0:
            raise self._wrong(_("Say which answer is right."))
        if right > 1 and not cleaned["several"]:
            raise self._wrong(_("Only one answer can be right here, or let several be right."))
        return cleaned

    @staticmethod
    def _wrong(message: Any) -> StructBlockValidationError:
        return StructBlockValidationError(block_errors={"text": ValidationError(message)})


class QuestionsBlock(blocks.StreamBlock):
    """The questions of a quiz, in their order."""

    question = QuestionBlock()
