"""The quiz: what reaches the browser, what is sent back, what is shown then."""

import re
from uuid import uuid4

import pytest

from tests.courses import PARTLY, RIGHT, WHY, WRONG, in_english
from tests.factories import UserFactory
from training.models import Attempt

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz(course_page):
    return course_page.quiz()


def answer_url(quiz) -> str:
    return f"/fr/mes-formations/quiz/{quiz.pk}/repondre/"


def test_the_right_answers_do_not_reach_the_browser_before_sending(before_quiz, quiz):
    text = before_quiz.get(quiz.url).content.decode()
    assert "Choix yes" in text
    assert WHY not in text
    assert not re.search(r"right|juste\b|correct|checked", text.replace("être justes", ""))
    # Right and wrong choices look alike but for their own key and words.
    labels = re.findall(r'<label class="choice">.*?</label>', text)
    shapes = {re.sub(r"yes|no|role|name|count|consent|notes", "*", label) for label in labels}
    assert len(labels) == 5
    assert len(shapes) == 2  # one for radios, one for boxes


def test_one_answer_is_a_radio_and_several_are_boxes(before_quiz, quiz):
    text = before_quiz.get(quiz.url).content.decode()
    assert text.count('type="radio" name="consent"') == 2
    assert text.count('type="checkbox" name="notes"') == 3
    assert text.count("<fieldset") == text.count("<legend>") == 2


def test_passing_shows_the_result_and_completes_the_course(before_quiz, course_page, quiz):
    answer = before_quiz.post(answer_url(quiz), RIGHT, follow=True)
    attempt = Attempt.objects.get()
    assert answer.redirect_chain == [(f"/fr/mes-formations/resultat/{attempt.pk}/", 302)]
    text = answer.content.decode()
    assert "Réussi" in text
    assert "2/2" in text
    assert WHY in text
    assert "Formation terminée" in before_quiz.get(course_page.url).content.decode()


def test_failing_explains_without_giving_the_answer_and_can_be_tried_again(before_quiz, quiz):
    text = before_quiz.post(answer_url(quiz), WRONG, follow=True).content.decode()
    assert "1/2" in text
    assert quiz.url in text
    first, second = text.split('class="question')[1:]
    assert "Pas juste" in first
    assert WHY in first
    assert 'class="choice right"' not in first
    assert 'class="choice missed"' not in first
    assert second.count('class="choice right"') == 2
    assert first.count('class="choice ticked"') == 1
    course = before_quiz.get(quiz.course_page.url).content.decode()
    assert "Votre meilleur résultat" in course
    before_quiz.post(answer_url(quiz), RIGHT)
    assert list(Attempt.objects.values_list("passed", flat=True)) == [True, False]


def test_partly_right_is_wrong(before_quiz, quiz):
    before_quiz.post(answer_url(quiz), PARTLY)
    assert Attempt.objects.get().outcome == {"consent": True, "notes": False}


def test_what_was_left_open_is_named_and_what_was_ticked_stays(before_quiz, quiz):
    key = str(uuid4())
    answer = before_quiz.post(answer_url(quiz), {"notes": ["role"], "client_id": key})
    text = answer.content.decode()
    assert 'href="#q1"' in text
    assert 'href="#q2"' not in text
    assert 'value="role" checked' in text
    assert text.count(" checked") == 1
    assert key in text
    assert WHY not in text
    assert not Attempt.objects.exists()


def test_a_form_sent_twice_is_one_attempt(before_quiz, quiz):
    page = before_quiz.get(quiz.url).content.decode()
    key = re.search(r'name="client_id" value="([^"]+)"', page)[1]
    sent = [before_quiz.post(answer_url(quiz), {**RIGHT, "client_id": key}) for _ in range(2)]
    assert sent[0].headers["Location"] == sent[1].headers["Location"]
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize("key", ["", "no-uuid", "0"])
def test_a_broken_key_does_not_lose_the_answers(before_quiz, quiz, key):
    before_quiz.post(answer_url(quiz), {**RIGHT, "client_id": key})
    assert Attempt.objects.get().passed


def test_forged_choices_count_for_nothing(before_quiz, quiz):
    before_quiz.post(answer_url(quiz), {"consent": ["no", "x"], "notes": ["role", "y"]})
    assert Attempt.objects.get().score == 0


def test_sending_every_choice_of_a_question_with_one_answer_is_no_answer(before_quiz, quiz):
    text = before_quiz.post(answer_url(quiz), {**RIGHT, "consent": ["no", "yes"]}).content.decode()
    assert 'href="#q1"' in text
    assert not Attempt.objects.exists()


def test_answers_before_the_lessons_are_refused(learning, quiz):
    assert learning.post(answer_url(quiz), RIGHT).status_code == 409
    assert not Attempt.objects.exists()


def test_answers_of_who_did_not_start_are_refused(client, quiz, learner):
    client.force_login(learner)
    assert client.post(answer_url(quiz), RIGHT).status_code == 403


def test_an_attempt_made_in_french_is_read_in_english(before_quiz, quiz):
    before_quiz.post(answer_url(quiz), WRONG)
    attempt = Attempt.objects.get()
    text = before_quiz.get(f"/en/my-learning/result/{attempt.pk}/").content.decode()
    assert "Accord ? en" in text
    assert in_english(quiz).url in text


def test_a_result_exists_for_its_learner_alone(before_quiz, quiz, client):
    before_quiz.post(answer_url(quiz), RIGHT)
    url = f"/fr/mes-formations/resultat/{Attempt.objects.get().pk}/"
    client.force_login(UserFactory(email="noe@example.org"))
    assert client.get(url).status_code == 404
    client.logout()
    assert client.get(url).status_code == 302
    assert "/account/login/" in client.get(url).headers["Location"]


def test_a_result_outlives_its_quiz(before_quiz, quiz):
    before_quiz.post(answer_url(quiz), RIGHT)
    in_english(quiz).unpublish()
    quiz.unpublish()
    url = f"/fr/mes-formations/resultat/{Attempt.objects.get().pk}/"
    assert before_quiz.get(url).headers["Location"] == "/fr/mes-formations/"
