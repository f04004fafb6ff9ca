"""The demo's first course: what to know before opening a notebook at a mining site."""

from portal.demo.course_parts import (
    Asked,
    CourseText,
    Lesson,
    callout,
    heading,
    picture,
    steps,
    table,
    text,
)

LEAVING = Lesson(
    ("Avant de partir : ne pas nuire", "Before you leave: do no harm"),
    4,
    [
        text(
            "<p>Documenter un site, c’est rendre visible ce qui s’y passe. C’est utile, et cela "
            "peut mettre quelqu’un en danger : la personne qui parle, celle qui vous guide, "
            "vous-même. La première question n’est donc pas « que vais-je apprendre ? », mais « "
            "qui pourrait en souffrir ? ».</p>",
            "<p>To document a site is to make visible what happens there. That is useful, and it "
            "can put somebody in danger: the person who speaks, the one who guides you, yourself. "
            "So the first question is not “what will I learn?” but “who could suffer for it?”.</p>",
        ),
        heading("Trois questions avant le départ", "Three questions before leaving"),
        steps(
            (
                ("À quoi servira l’information ?", "What will the information be used for?"),
                (
                    "Si vous ne pouvez pas le dire en deux phrases, il est trop tôt pour partir.",
                    "If you cannot say it in two sentences, it is too early to leave.",
                ),
            ),
            (
                ("Qui prend un risque si je demande ?", "Who takes a risk if I ask?"),
                (
                    "Pensez aux creuseurs, aux négociantes, aux familles, et à ceux qui vous "
                    "accompagnent et qui restent quand vous repartez.",
                    "Think of diggers, traders, families, and of those who accompany you and who "
                    "stay when you are gone.",
                ),
            ),
            (
                ("Puis-je réduire ce risque ?", "Can I make that risk smaller?"),
                (
                    "Changez l’heure, le lieu, la personne ou la question. Si rien n’y fait, "
                    "renoncez : une visite manquée se rattrape.",
                    "Change the hour, the place, the person or the question. If nothing helps, "
                    "give it up: a missed visit can be made good.",
                ),
            ),
        ),
        callout(
            "attention",
            ("À retenir", "Remember"),
            (
                "Renoncer est une décision professionnelle. Dites à votre équipe que vous avez "
                "renoncé, et pourquoi.",
                "Giving up is a professional decision. Tell your team that you did, and why.",
            ),
        ),
        heading("Partir léger, et attendu", "Travel light, and expected"),
        text(
            "<p>Dites à une personne de confiance où vous allez, avec qui, quand vous reviendrez, "
            "et ce qu’elle doit faire si elle n’a pas de nouvelles. N’emportez que le nécessaire "
            ": pas d’anciens carnets, pas de listes de noms dans le téléphone.</p>",
            "<p>Tell somebody you trust where you are going, with whom, when you will be back, "
            "and what to do if there is no news. Take only what you need: no old notebooks, no "
            "lists of names in the telephone.</p>",
        ),
    ],
)

ASKING = Lesson(
    ("Demander avant de noter", "Ask before you note"),
    5,
    [
        text(
            "<p>L’accord d’une personne n’est pas une signature au bas d’un papier. C’est une "
            "conversation : elle comprend ce que vous faites, elle est libre de dire non, et elle "
            "peut changer d’avis.</p>",
            "<p>Somebody’s consent is not a signature at the foot of a sheet. It is a "
            "conversation: they understand what you are doing, they are free to say no, and they "
            "may change their mind.</p>",
        ),
        heading("Ce qu’il faut dire d’abord", "What to say first"),
        text(
            "<ul><li>qui vous êtes, et pour quelle organisation vous venez ;</li><li>ce que vous "
            "cherchez à savoir, et pourquoi ;</li><li>qui lira les réponses, et sous quelle forme "
            ";</li><li>que l’on peut refuser, passer une question ou s’arrêter ;</li><li>que "
            "parler ne rapporte rien, et que se taire ne coûte rien.</li></ul>",
            "<ul><li>who you are, and for which organisation you come;</li><li>what you want to "
            "know, and why;</li><li>who will read the answers, and in which form;</li><li>that "
            "one may refuse, skip a question or stop;</li><li>that speaking brings nothing, and "
            "that silence costs nothing.</li></ul>",
        ),
        callout(
            "info",
            ("Avec vos mots", "In your own words"),
            (
                "« Je note ce que vous faites, pas votre nom. Vous pouvez vous arrêter quand vous "
                "voulez. Est-ce que cela vous va ? »",
                "“I note what you do, not your name. You can stop whenever you want. Is that all "
                "right with you?”",
            ),
        ),
        heading("Quand un oui n’en est pas un", "When a yes is not a yes"),
        text(
            "<p>Devant un chef, un employeur ou un homme en armes, personne n’est libre de "
            "refuser. Parlez alors d’autre chose, et proposez un autre moment et un autre "
            "endroit. Avec un enfant, ne menez pas d’entretien : observez, et signalez-le à votre "
            "équipe.</p>",
            "<p>In front of a chief, an employer or an armed man, nobody is free to refuse. Talk "
            "about something else then, and suggest another time and another place. Do not "
            "interview children: observe, and tell your team.</p>",
        ),
        callout(
            "attention",
            ("À retenir", "Remember"),
            (
                "Ne notez jamais un nom si un rôle suffit : « creuseur », « négociante », « "
                "gardien ».",
                "Never note a name where a role is enough: “digger”, “trader”, “guard”.",
            ),
        ),
    ],
)

WRITING = Lesson(
    ("Regarder, compter, écrire", "Look, count, write"),
    6,
    [
        text(
            "<p>Une bonne note permet à quelqu’un qui n’était pas là de se faire la même image "
            "que vous. Commencez par un croquis : il oblige à regarder tout le site, pas "
            "seulement ce qui frappe.</p>",
            "<p>A good note lets somebody who was not there see what you saw. Begin with a "
            "sketch: it makes you look at the whole site, not only at what strikes the eye.</p>",
        ),
        picture(
            "site_sketch",
            (
                "Croquis d’un site vu d’en haut : trois puits, un lavoir près de la rivière, un "
                "dépôt, une barrière sur le chemin, et l’endroit d’où l’on regarde",
                "Sketch of a site seen from above: three pits, a washing place by the river, a "
                "depot, a barrier across the path, and the place one looks from",
            ),
            (
                "1 les puits, 2 le lavage, 3 le dépôt, 4 la barrière, 5 l’endroit d’où vous "
                "regardez. La flèche montre le nord.",
                "1 the pits, 2 the washing, 3 the depot, 4 the barrier, 5 where you look from. The "
                "arrow shows the north.",
            ),
        ),
        heading("Trois colonnes", "Three columns"),
        text(
            "<p>Ensuite, séparez ce que vous avez vu, ce qu’on vous a dit et ce que vous "
            "supposez. Plus tard, personne ne pourra plus les démêler, pas même vous.</p>",
            "<p>Then keep apart what you saw, what you were told and what you suppose. Later "
            "nobody will be able to tell them apart, not even you.</p>",
        ),
        picture(
            "three_columns",
            (
                "Une page de carnet en trois parties, marquées d’un œil, d’une oreille et d’un "
                "nuage",
                "A page of a notebook in three parts, marked with an eye, an ear and a cloud",
            ),
            (
                "1 ce que j’ai vu, 2 ce qu’on m’a dit, 3 ce que je suppose.",
                "1 what I saw, 2 what I was told, 3 what I suppose.",
            ),
        ),
        table(
            ("Écrire pour que l’on puisse s’y fier", "Writing what others can rely on"),
            "Plutôt que | Écrivez\n"
            "Beaucoup de monde | Environ 40 personnes aux puits, comptées à 10 h et à 10 h 20\n"
            "Des hommes en armes | Quatre hommes à la barrière, deux fusils, sans uniforme\n"
            "Le dépôt est fermé | Selon une négociante, le dépôt est fermé depuis juin",
            "Rather than | Write\n"
            "Many people | About 40 people at the pits, counted at 10:00 and at 10:20\n"
            "Armed men | Four men at the barrier, two rifles, no uniform\n"
            "The depot is closed | According to a trader, the depot has been closed since June",
        ),
        callout(
            "info",
            ("Zéro n’est pas vide", "Zero is not empty"),
            (
                "Notez « 0 » si vous avez compté et qu’il n’y avait personne. Laissez vide, et "
                "dites pourquoi, si vous n’avez pas pu compter.",
                "Write “0” if you counted and there was nobody. Leave it empty, and say why, if "
                "you could not count.",
            ),
        ),
    ],
)

CHECKING = Lesson(
    ("Vérifier, puis protéger", "Check, then protect"),
    5,
    [
        text(
            "<p>Une information devient solide quand elle tient par plusieurs côtés : des sources "
            "qui ne se connaissent pas, ce que vous avez vu, un document.</p>",
            "<p>Information becomes solid when it holds from several sides: sources that do not "
            "know each other, what you saw, a document.</p>",
        ),
        steps(
            (
                ("D’où le sait-on ?", "How do they know?"),
                (
                    "Demandez toujours : « L’avez-vous vu, ou l’a-t-on raconté ? » Trois "
                    "personnes qui répètent la même rumeur font une seule source.",
                    "Always ask: “Did you see it, or were you told?” Three people who repeat the "
                    "same rumour are one source.",
                ),
            ),
            (
                ("Qu’est-ce qui dirait le contraire ?", "What would say the opposite?"),
                (
                    "Cherchez aussi ce qui ne va pas dans votre sens, et notez-le.",
                    "Look for what goes against your idea as well, and note it.",
                ),
            ),
            (
                ("À quel point en suis-je sûr ?", "How sure am I?"),
                (
                    "Écrivez-le : confirmé, probable, non vérifié.",
                    "Write it down: confirmed, likely, not verified.",
                ),
            ),
        ),
        heading("Protéger ce que l’on vous a confié", "Protect what you were entrusted with"),
        text(
            "<ul><li>Donnez un code à chaque personne ; gardez la liste des codes ailleurs que "
            "les notes.</li><li>Verrouillez le téléphone, et effacez-y les photos une fois "
            "remises.</li><li>Donnez les lieux aussi grossièrement que l’usage le permet : un "
            "groupement suffit souvent.</li><li>N’envoyez rien par une messagerie ouverte à tous "
            ": déposez vos données sur le portail, avec le bon niveau de sensibilité.</li></ul>",
            "<ul><li>Give each person a code; keep the list of codes apart from the "
            "notes.</li><li>Lock the telephone, and delete pictures from it once they are handed "
            "in.</li><li>Give places as roughly as the purpose allows: a groupement is often "
            "enough.</li><li>Send nothing through a group chat: put your data on the portal, with "
            "the right level of sensitivity.</li></ul>",
        ),
        callout(
            "danger",
            ("Si un carnet est perdu", "If a notebook is lost"),
            (
                "Dites-le tout de suite à votre équipe. Perdre du temps est plus dangereux que "
                "perdre un carnet.",
                "Tell your team at once. Losing time is more dangerous than losing a notebook.",
            ),
        ),
    ],
)

QUESTIONS = [
    Asked(
        (
            "Un creuseur accepte de parler, mais son chef d’équipe écoute. Que faites-vous ?",
            "A digger agrees to talk, but his team leader is listening. What do you do?",
        ),
        [
            (False, ("Je pose vite mes questions.", "I ask my questions quickly.")),
            (
                True,
                (
                    "Je parle d’autre chose et je propose un autre moment, ailleurs.",
                    "I talk about something else and suggest another time, elsewhere.",
                ),
            ),
            (
                False,
                (
                    "Je demande la permission au chef d’équipe.",
                    "I ask the team leader’s permission.",
                ),
            ),
        ],
        (
            "Devant quelqu’un qui a du pouvoir sur elle, une personne n’est pas libre de refuser.",
            "In front of somebody with power over them, a person is not free to refuse.",
        ),
    ),
    Asked(
        (
            "Que dites-vous avant de poser la première question ?",
            "What do you say before the first question?",
        ),
        [
            (True, ("À quoi serviront les réponses.", "What the answers will be used for.")),
            (True, ("Que l’on peut refuser ou s’arrêter.", "That one may refuse or stop.")),
            (
                False,
                ("Que le village recevra de l’aide.", "That the village will receive help."),
            ),
            (True, ("Qui lira les réponses.", "Who will read the answers.")),
        ],
        (
            "On dit l’usage, les lecteurs et la liberté de refuser. On ne promet rien.",
            "Say the purpose, the readers and the freedom to refuse. Promise nothing.",
        ),
    ),
    Asked(
        (
            "« Des soldats étaient là hier », dit une négociante. Dans quelle colonne "
            "l’écrivez-vous ?",
            "“There were soldiers here yesterday,” says a trader. In which column do you write it?",
        ),
        [
            (False, ("Ce que j’ai vu.", "What I saw.")),
            (True, ("Ce qu’on m’a dit.", "What I was told.")),
            (False, ("Ce que je suppose.", "What I suppose.")),
        ],
        (
            "C’est un témoignage : notez qui le dit par son rôle, et demandez comment elle le "
            "sait.",
            "It is testimony: note who says it by their role, and ask how they know.",
        ),
    ),
    Asked(
        ("Lesquelles de ces notes sont bonnes ?", "Which of these notes are good?"),
        [
            (
                True,
                (
                    "« Environ 40 personnes, comptées à 10 h et à 10 h 20. »",
                    "“About 40 people, counted at 10:00 and at 10:20.”",
                ),
            ),
            (
                False,
                (
                    "Le nom et le prénom du creuseur qui m’a renseigné.",
                    "The full name of the digger who informed me.",
                ),
            ),
            (
                True,
                (
                    "« Selon une négociante, le dépôt est fermé depuis juin. »",
                    "“According to a trader, the depot has been closed since June.”",
                ),
            ),
            (False, ("« Le site est dangereux. »", "“The site is dangerous.”")),
        ],
        (
            "Une bonne note dit combien, quand et d’où on le sait, sans nom ni jugement.",
            "A good note says how many, when and how one knows, with no name and no judgement.",
        ),
    ),
    Asked(
        (
            "Trois personnes racontent la même chose ; toutes l’ont entendue au marché. Combien de "
            "sources avez-vous ?",
            "Three people tell you the same; all of them heard it at the market. How many sources "
            "do you have?",
        ),
        [
            (True, ("Une seule.", "One.")),
            (False, ("Trois.", "Three.")),
            (False, ("Cela dépend de leur âge.", "That depends on their age.")),
        ],
        (
            "Des gens qui répètent la même rumeur forment une seule source.",
            "People who repeat the same rumour are one source.",
        ),
    ),
]

FIRST_STEPS = CourseText(
    slug="documenter-un-site-minier",
    title=(
        "Documenter un site minier artisanal : premiers gestes",
        "Documenting an artisanal mining site: first steps",
    ),
    summary=(
        "Ce qu’il faut savoir avant d’ouvrir son carnet : ne pas nuire, demander l’accord, noter "
        "ce que l’on voit, vérifier, protéger.",
        "What to know before you open your notebook: do no harm, ask for consent, note what you "
        "see, check, protect.",
    ),
    aims=(
        "<ul><li>Juger si une visite vaut le risque qu’elle fait prendre.</li><li>Demander un "
        "accord libre et éclairé.</li><li>Séparer ce que l’on voit, ce que l’on entend et ce que "
        "l’on suppose.</li><li>Protéger les personnes derrière les données.</li></ul>",
        "<ul><li>Judge whether a visit is worth the risk others take.</li><li>Ask for free and "
        "informed consent.</li><li>Keep apart what you see, hear and suppose.</li><li>Protect the "
        "people behind the data.</li></ul>",
    ),
    lessons=[LEAVING, ASKING, WRITING, CHECKING],
    questions=QUESTIONS,
)
