"""What a learner sends, and the two pages that are not in the page tree. No rules in here."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from wagtail.models import Locale

from core.errors import InvalidInput
from training import actions, marking
from training.models import Attempt, CourseIndexPage, CoursePage, LessonPage, QuizPage
from training.models.catalogue import my_courses
from training.models.plan import Plan


@login_required
def my_learning(request: HttpRequest) -> HttpResponse:
    """The courses somebody is in, and those they completed."""
    locale = Locale.get_active()
    mine = my_courses(request.user, locale)
    catalogue = CourseIndexPage.objects.live().filter(locale=locale).first()
    context = {
        "catalogue": catalogue.get_url(request) if catalogue else "",
        "going": [offer for offer in mine if offer.enrolment and not offer.enrolment.completed],
        "completed": [offer for offer in mine if offer.enrolment and offer.enrolment.completed],
    }
    return render(request, "training/my_learning.html", context)


# A page's address without POST is where somebody lands who had to sign in first: back they go.


@login_required
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a course and open its first lesson."""
    page = get_object_or_404(CoursePage.objects.visible_to(request.user), pk=pk)
    if request.method != "POST":
        return redirect(page.get_url(request))
    actions.enrol(course=page.course, by=request.user)
    plan = Plan.of(page, request.user)
    return redirect((plan.next_page or page).get_url(request))


@login_required
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a course."""
    page = get_object_or_404(CoursePage.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        actions.leave(course=page.course, by=request.user)
    return redirect(page.get_url(request))


@login_required
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """«I have read this»: note it, and open what follows."""
    lesson = get_object_or_404(LessonPage.objects.visible_to(request.user), pk=pk)
    if request.method != "POST":
        return redirect(lesson.get_url(request))
    plan = actions.complete_lesson(lesson=lesson, by=request.user)
    return redirect((plan.after(lesson) or plan.course_page).get_url(request))


@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers to a quiz: marked, or back with what is still open."""
    quiz = get_object_or_404(QuizPage.objects.visible_to(request.user), pk=pk)
    if request.method != "POST":
        return redirect(quiz.get_url(request))
    answers = {question.key: request.POST.getlist(question.key) for question in quiz.questions}
    client_id = _uuid(request.POST.get("client_id", ""))
    try:
        attempt = actions.submit_attempt(
            quiz=quiz, answers=answers, by=request.user, client_id=client_id
        )
    except InvalidInput as refusal:
        ticked = frozenset(key for keys in answers.values() for key in keys)
        missing = frozenset(refusal.problems)
        return quiz.serve(request, ticked=ticked, missing=missing, client_id=client_id)
    return redirect("training:result", attempt.pk)


@login_required
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """An attempt: the score, what was right, what comes next."""
    attempts = Attempt.objects.visible_to(request.user).select_related("enrolment")
    attempt = get_object_or_404(attempts, pk=pk)
    quizzes = QuizPage.objects.visible_to(request.user).select_related("locale")
    quiz = _in_language(list(quizzes.filter(translation_key=attempt.quiz_key)))
    if quiz is None:
        return redirect("training:my-learning")
    reviewed = marking.review(
        quiz.questions, attempt.answers, attempt.outcome, reveal=attempt.passed
    )
    plan = Plan.of(quiz.course_page, request.user)
    context = {"attempt": attempt, "quiz": quiz, "plan": plan, "reviewed": reviewed}
    return render(request, "training/result.html", context)


def _in_language(pages: list[QuizPage]) -> QuizPage | None:
    """The page in the reader's language, else in another."""
    active = Locale.get_active()
    return next((page for page in pages if page.locale == active), pages[0] if pages else None)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
