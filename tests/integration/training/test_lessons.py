"""Course and lesson pages as a browser meets them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from partners.enums import Audience
from tests.courses import in_english, make_course
from tests.factories import UserFactory
from training.models import Enrolment, LessonProgress
from training.models.catalogue import my_courses

pytestmark = pytest.mark.django_db


def lesson(page, number: int):
    return page.lessons()[number - 1]


def test_the_public_sees_a_course_and_is_asked_to_sign_in(client, course_page):
    text = client.get(course_page.url).content.decode()
    assert "Leçon 1 fr" in text
    assert "Quiz fr" in text
    assert f"/fr/account/login/?next={course_page.url}" in text
    assert lesson(course_page, 1).url not in text


def test_a_lesson_asks_the_public_to_sign_in_and_comes_back(client, course_page):
    url = lesson(course_page, 1).url
    assert client.get(url).headers["Location"] == f"/fr/account/login/?next={url}"


def test_a_lesson_sends_who_has_not_started_to_the_course(client, course_page, learner):
    client.force_login(learner)
    answer = client.get(lesson(course_page, 1).url, follow=True)
    assert answer.redirect_chain == [(course_page.url, 302)]
    assert "Commencez la formation" in answer.content.decode()


def test_starting_opens_the_first_lesson(client, course_page, learner):
    client.force_login(learner)
    answer = client.post(f"/fr/mes-formations/formation/{course_page.pk}/commencer/")
    assert answer.headers["Location"] == lesson(course_page, 1).url
    assert Enrolment.objects.get().user == learner
    text = client.get(lesson(course_page, 1).url).content.decode()
    assert "<p>Texte 1 fr</p>" in text
    assert "Leçon 1 sur 3" in text


def test_reading_opens_the_next_lesson_then_the_quiz(learning, course_page):
    for number, follows in ((1, lesson(course_page, 2)), (2, lesson(course_page, 3))):
        read = f"/fr/mes-formations/lecon/{lesson(course_page, number).pk}/lue/"
        assert learning.post(read).headers["Location"] == follows.url
    read = f"/fr/mes-formations/lecon/{lesson(course_page, 3).pk}/lue/"
    assert learning.post(read).headers["Location"] == course_page.quiz().url
    assert LessonProgress.objects.count() == 3


def test_a_lesson_that_is_not_open_yet_leads_to_where_one_stopped(learning, course_page):
    answer = learning.get(lesson(course_page, 3).url, follow=True)
    assert answer.redirect_chain == [(lesson(course_page, 1).url, 302)]
    assert "voici où vous en étiez" in answer.content.decode()
    assert learning.get(course_page.quiz().url).headers["Location"] == lesson(course_page, 1).url


def test_marking_a_lesson_that_is_not_open_is_refused(learning, course_page):
    read = f"/fr/mes-formations/lecon/{lesson(course_page, 3).pk}/lue/"
    assert learning.post(read).status_code == 409
    assert not LessonProgress.objects.exists()


def test_a_lesson_that_was_read_can_be_read_again(before_quiz, course_page):
    text = before_quiz.get(lesson(course_page, 2).url).content.decode()
    assert "<p>Texte 2 fr</p>" in text
    assert lesson(course_page, 1).url in text
    read = f"/fr/mes-formations/lecon/{lesson(course_page, 1).pk}/lue/"
    assert before_quiz.post(read).headers["Location"] == lesson(course_page, 2).url


def test_progress_in_french_shows_in_english(learning, course_page):
    learning.post(f"/fr/mes-formations/lecon/{lesson(course_page, 1).pk}/lue/")
    english = in_english(course_page)
    text = learning.get(english.url).content.decode()
    assert "1 of 3 lessons read" in text
    assert learning.get(lesson(english, 2).url).status_code == 200


def test_the_other_language_is_one_tap_away(learning, course_page):
    text = learning.get(lesson(course_page, 1).url).content.decode()
    assert lesson(in_english(course_page), 1).url in text


def test_what_the_audience_shuts_out_does_not_exist(client, school, learner):
    page = make_course(school, "ferme", audience=Audience.NAMED)
    client.force_login(learner)
    wanted = [page.url, lesson(page, 1).url, page.quiz().url]
    sent = [
        f"/fr/mes-formations/formation/{page.pk}/commencer/",
        f"/fr/mes-formations/formation/{page.pk}/quitter/",
        f"/fr/mes-formations/lecon/{lesson(page, 1).pk}/lue/",
        f"/fr/mes-formations/quiz/{page.quiz().pk}/repondre/",
    ]
    missing = client.get("/fr/formations/rien-de-tel/").content
    assert {client.get(url).status_code for url in wanted + sent} == {404}
    assert {client.post(url).status_code for url in sent} == {404}
    assert client.get(page.url).content == missing.replace(b"rien-de-tel", b"ferme")
    assert not Enrolment.objects.exists()


def test_somebody_who_had_to_sign_in_first_lands_on_the_page_itself(learning, course_page):
    first = lesson(course_page, 1)
    back = {
        f"/fr/mes-formations/formation/{course_page.pk}/commencer/": course_page.url,
        f"/fr/mes-formations/formation/{course_page.pk}/quitter/": course_page.url,
        f"/fr/mes-formations/lecon/{first.pk}/lue/": first.url,
        f"/fr/mes-formations/quiz/{course_page.quiz().pk}/repondre/": course_page.quiz().url,
    }
    assert {url: learning.get(url).headers["Location"] for url in back} == back
    assert not LessonProgress.objects.exists()
    assert Enrolment.objects.get().left is None


def test_the_catalogue_lists_what_one_may_see_with_where_one_stands(learning, school, course_page):
    make_course(school, "ferme", audience=Audience.CONSORTIUM)
    learning.post(f"/fr/mes-formations/lecon/{lesson(course_page, 1).pk}/lue/")
    text = learning.get(school.fr.url).content.decode()
    assert "Cours terrain fr" in text
    assert "Leçons lues\N{NARROW NO-BREAK SPACE}: 1 sur 3" in text
    assert "ferme" not in text


def test_an_empty_catalogue_says_so(client, school):
    assert "Pas encore de formation" in client.get(school.fr.url).content.decode()


def test_my_learning_before_during_and_after(client, school, learner):
    page = make_course(school, lessons=1, quiz=False)
    assert client.get("/fr/mes-formations/").status_code == 302
    client.force_login(learner)
    assert "pas encore commencé" in client.get("/fr/mes-formations/").content.decode()
    client.post(f"/fr/mes-formations/formation/{page.pk}/commencer/")
    assert "En cours" in client.get("/fr/mes-formations/").content.decode()
    client.post(f"/fr/mes-formations/lecon/{lesson(page, 1).pk}/lue/")
    text = client.get("/fr/mes-formations/").content.decode()
    assert "Formation terminée" in text
    assert "En cours" not in text


def test_when_only_the_quiz_is_left_my_learning_says_so(before_quiz, learner):
    text = before_quiz.get("/fr/mes-formations/").content.decode()
    assert "il reste le quiz" in text


def test_my_learning_shows_each_course_once_in_my_language(learning, course_page, learner):
    english = in_english(course_page)
    assert [o.page for o in my_courses(learner, english.locale)] == [english]
    assert [o.page for o in my_courses(learner, course_page.locale)] == [course_page]
    english.unpublish()
    assert [o.page for o in my_courses(learner, english.locale)] == [course_page]
    assert my_courses(AnonymousUser(), english.locale) == []


def test_leaving_shows_the_course_as_not_started(learning, course_page):
    learning.post(f"/fr/mes-formations/formation/{course_page.pk}/quitter/")
    text = learning.get(course_page.url).content.decode()
    assert "Commencer la formation" in text
    assert "pas encore commencé" in learning.get("/fr/mes-formations/").content.decode()


def test_courses_are_found_by_their_words_by_who_may_see_them(school):
    shut = make_course(school, "grotte", audience=Audience.CONSORTIUM)
    public = make_course(school, "riviere")
    found = type(public).objects.visible_to(AnonymousUser())
    assert [p.pk for p in found.filter(locale=public.locale).search("riviere")] == [public.pk]
    assert shut.pk not in [p.pk for p in found.search("grotte")]


def test_lessons_and_quizzes_stay_out_of_the_sitemap(course_page):
    assert lesson(course_page, 1).get_sitemap_urls() == []
    assert course_page.quiz().get_sitemap_urls() == []


def test_a_lesson_page_asks_the_database_few_questions(
    learning, course_page, django_assert_max_num_queries
):
    url = lesson(course_page, 1).url
    learning.get(url)
    with django_assert_max_num_queries(30):
        learning.get(url)


def test_the_number_of_questions_does_not_grow_with_the_courses(
    learning, school, course_page, django_assert_max_num_queries
):
    for number in range(4):
        make_course(school, f"autre-{number}", lessons=2, quiz=False)
    learning.get(school.fr.url)
    with django_assert_max_num_queries(25):
        learning.get(school.fr.url)


def test_a_person_can_only_send_for_themselves(learning, course_page):
    """Whatever is sent along, what is noted is noted for who is signed in."""
    other = UserFactory(email="noe@example.org")
    read = f"/fr/mes-formations/lecon/{lesson(course_page, 1).pk}/lue/"
    learning.post(read, {"user": other.pk, "enrolment": 999})
    assert LessonProgress.objects.get().enrolment.user.email == "lea@example.org"


def test_addresses_are_in_both_languages(learning, course_page):
    with translation.override("en"):
        answer = learning.post(f"/en/my-learning/course/{in_english(course_page).pk}/start/")
    assert answer.headers["Location"] == lesson(in_english(course_page), 1).url
