"""Three one-lesson courses, so that every audience has one in the demo. All is fictional."""

from partners.enums import Audience
from portal.demo.course_parts import CourseText, Lesson, callout, steps, text

ACCOUNT = CourseText(
    slug="proteger-son-compte",
    title=("Protéger son compte", "Protect your account"),
    summary=(
        "Trois habitudes qui évitent qu’un inconnu lise ce que l’on vous a confié.",
        "Three habits that keep strangers from reading what you were entrusted with.",
    ),
    aims=("", ""),
    audience=Audience.REGISTERED,
    lessons=[
        Lesson(
            ("Trois habitudes", "Three habits"),
            3,
            [
                steps(
                    (
                        ("Une phrase, pas un mot", "A phrase, not a word"),
                        (
                            "Quatre mots sans rapport entre eux se retiennent bien et se devinent "
                            "mal.",
                            "Four unrelated words are easy to remember and hard to guess.",
                        ),
                    ),
                    (
                        ("Un mot de passe par compte", "One password for each account"),
                        (
                            "Celui du portail ne sert nulle part ailleurs.",
                            "The one of the portal is used nowhere else.",
                        ),
                    ),
                    (
                        ("Se déconnecter sur un appareil partagé", "Sign out on a shared device"),
                        (
                            "Au cybercafé comme au bureau : déconnectez-vous avant de partir.",
                            "In a cybercafé as at the office: sign out before you leave.",
                        ),
                    ),
                ),
                callout(
                    "attention",
                    ("À retenir", "Remember"),
                    (
                        "Personne de l’équipe ne vous demandera jamais votre mot de passe.",
                        "Nobody of the team will ever ask for your password.",
                    ),
                ),
            ],
        )
    ],
)

FEEDBACK = CourseText(
    slug="restituer-aux-communautes",
    title=("Restituer les résultats aux communautés", "Bringing results back to communities"),
    summary=(
        "Pour les organisations du consortium : préparer une rencontre où l’on rend ce que l’on a "
        "appris.",
        "For the organisations of the consortium: prepare a meeting that gives back what was "
        "learned.",
    ),
    aims=("", ""),
    audience=Audience.CONSORTIUM,
    lessons=[
        Lesson(
            ("Préparer la rencontre", "Preparing the meeting"),
            4,
            [
                text(
                    "<p>Ceux qui ont répondu doivent être les premiers à savoir ce que l’on en a "
                    "fait. Une restitution montre les résultats, dit ce que l’on ne sait pas "
                    "encore, et écoute ce qu’il faut corriger.</p>",
                    "<p>Those who answered should be the first to know what became of it. Such a "
                    "meeting shows the results, says what is not known yet, and listens to what "
                    "must be corrected.</p>",
                ),
                callout(
                    "attention",
                    ("Avant d’inviter", "Before inviting"),
                    (
                        "Relisez chaque tableau : peut-on y reconnaître quelqu’un ? Si oui, "
                        "regroupez.",
                        "Read every table again: could somebody be recognised in it? If so, merge "
                        "rows.",
                    ),
                ),
            ],
        )
    ],
)

NOTEBOOK = CourseText(
    slug="carnet-partage-cso-demo-kivu",
    title=(
        "Le carnet partagé de la CSO Démo Kivu",
        "The shared notebook of CSO Demo Kivu",
    ),
    summary=(
        "Pour l’équipe de la CSO Démo Kivu : tenir à plusieurs un carnet de visites fictif.",
        "For the team of CSO Demo Kivu: keeping a fictional notebook of visits together.",
    ),
    aims=("", ""),
    audience=Audience.NAMED,
    named=("cso-demo-kivu",),
    lessons=[
        Lesson(
            ("Une ligne par visite", "One line for each visit"),
            3,
            [
                text(
                    "<p>Chaque visite est une ligne : la date, le code du site, le rôle de la "
                    "personne rencontrée, ce qui a été vu. On n’efface jamais une ligne : on en "
                    "ajoute une qui corrige.</p>",
                    "<p>Each visit is one line: the date, the code of the site, the role of the "
                    "person met, what was seen. A line is never erased: another one is added that "
                    "corrects it.</p>",
                )
            ],
        )
    ],
)

SHORT_COURSES = [ACCOUNT, FEEDBACK, NOTEBOOK]
