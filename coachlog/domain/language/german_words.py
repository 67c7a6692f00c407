"""The words by which wording advice reads German: what is worded about people, and who they are.

Plain lists, a word at a time, so that a missing word is added in one place. `german` has the rules
that read them.
"""

from coachlog.domain.language.sentences import word_set

# What somebody is

# On each line a trait by its name in the list, and the forms that are looked for. A form
# that ends in a hyphen is an adjective, looked for with all of its endings.
_TRAITS = """\
nachlässig- nachlässigkeit
fahrlässig- fahrlässigkeit
schlampig- schludrig- schlamperei schluderei schlamper schlampt schlampte
faul- faulheit
unfähig- unfähigkeit
inkompetent- inkompetenz
unprofessionell-
unzuverlässig- unzuverlässigkeit
unaufmerksam- unaufmerksamkeit
unverantwortlich-
leichtsinnig- leichtsinn
gedankenlos- gedankenlosigkeit
dumm- dämlich- blöd- dummer dummes dummheit blödheit
idiot idioten idiotin trottel dummkopf versager versagerin faulpelz
"""


def _inflected(text: str) -> frozenset[str]:
    """Return the words of a text, those that end in a hyphen with all endings of an adjective."""
    words = set()
    for word in text.split():
        stem = word.removesuffix("-")
        words.add(stem)
        if word != stem:
            words.update(stem + ending for ending in ("e", "er", "es", "en", "em"))
    return frozenset(words)


RULE_OF_FORM = {}
for _line in _TRAITS.splitlines():
    _trait = _line.split()[0].removesuffix("-")
    RULE_OF_FORM.update(dict.fromkeys(_inflected(_line), _trait))
# Things are these, too: `faule Eier`, `dumm gemacht`.
OF_THINGS_TOO = _inflected("faul- dumm- dämlich- blöd- unzuverlässig- unfähig-")
NOUNS = frozenset(
    form for form in RULE_OF_FORM if form.endswith(("keit", "heit", "enz", "sinn", "erei"))
)
# Terms of the law, which need an owner: `seine Fahrlässigkeit`.
LEGAL = word_set("fahrlässigkeit unfähigkeit unzuverlässigkeit")
# These need no person beside them.
INSULTS = word_set("schlamper idiot idioten idiotin trottel dummkopf versager versagerin faulpelz")
# What people do: a trait of it is said of whoever did it (`nachlässige Arbeit`).
DEEDS = word_set("""
    arbeit fehler ausrede einstellung ablage bearbeitung schrift handschrift verhalten art umgang
    prüfung eingabe
""")
DONE = word_set("gearbeitet gemacht ausgefüllt bearbeitet abgelegt geprüft gehandelt")

# Who is spoken of

# The masculine form is enough; see `is_person` for the endings.
PERSONS = word_set("""
    abteilungsleiter amtsleiter angestellte anrufer antragsteller anwalt arbeiter architekt arzt
    assistent aufseher aushilfe auszubildende azubi bauherr bauleiter beamte beamtin bearbeiter
    begleiter berater besitzer besucher betreuer bewerber bote bub buchhalter bürger bürgermeister
    chef dame dezernent disponent doktor dozent eigentümer einkäufer elektriker eltern
    empfangskraft erzieher fachkraft fahrer frau freiwillige gast geschäftsführer gutachter
    handwerker hausmeister helfer herr hilfskraft ingenieur inhaber junge kassierer kellner kind
    klempner koch kollege kollegin kollegen kolleginnen koordinator kraft kunde kunden kundin
    lehrer lehrkraft leiter lieferant lehrling mädchen mann mechaniker meister mensch menschen
    mieter mitarbeiter mitarbeitende mutter nachbar nachfolger neue patient pförtner pfleger planer
    polizist praktikant prüfer rechtsanwalt referent reiniger reinigungskraft revisor richter
    sachbearbeiter schatzmeister schüler schulleiter schwester sekretär sozialarbeiter spätschicht
    frühschicht nachtschicht student teamleiter techniker teilnehmer trainer typ urlaubsvertretung
    vater verkäufer vermieter vertreter vertretung verwalter volontär vorarbeiter vorgesetzte
    vorgänger wachmann werkstudent zeuge leute person personal trainee sachbearbeitung
""")
SHE = word_set("er sie du jemand jeder alle")
NOBODY = word_set("niemand keiner keine kein nichts")
WHOSE = word_set("seine seiner ihre ihrer deine deiner eure eurer")
TITLES = word_set("herr frau dr doktor professor prof")
# Things that stand without an article, as names do: `Excel hat vergessen …`.
THINGS = word_set("""
    rechner system server browser drucker programm software gerät kopierer scanner computer
    webseite website formular anwendung datenbank portal app excel outlook word seite vorlage
""")
# Written with a capital at the beginning, and nobody's name.
NO_NAMES = word_set("""
    warum wieso weshalb was wann wo wie welche leider natürlich manchmal oft meist meistens danach
    dann dabei einfach bisher zuerst zuletzt schließlich daher außerdem dadurch inzwischen morgens
    abends montag dienstag mittwoch donnerstag freitag samstag sonntag man es eigentlich wieder
    schon noch auch
""")

# How sentences are built

NOMINATIVE = word_set("""
    der die das ein eine dieser diese jener jene unser unsere mein meine dein deine sein seine ihr
    ihre euer eure zwei drei vier beide alle mehrere einige manche
""")
# What a phrase begins with that is not the subject.
PREPOSITIONS = word_set("""
    ab an am auf aus bei beim bis durch für gegen hinter im in mit nach neben ohne seit über um
    unter von vom vor während wegen zu zum zur zwischen trotz laut gestern heute dann da deshalb
    trotzdem jetzt vorhin letzte jedes immer nie so dort hier
""")
SUBORDINATE = word_set(
    "weil dass da obwohl als wenn nachdem bevor damit ob wie falls sobald während der die das"
)
CONDITIONS = word_set("wenn falls ob sofern")
NEGATIONS = word_set("nicht kein keine keinen keiner niemand nie ohne nichts weder")
# Verbs that the subject may follow.
FINITE = word_set("""
    ruft kommt hat haben hast habt hatte hatten hattest ist sind bist seid war waren warst wart
    hätte hätten hättest hättet wird werden wurde wurden vergaß vergaßen vergisst vergesst
    vergessen versäumte versäumten weigert weigerte weigern weigerten muss müssen prüft prüfen
    liest hört beantwortet fragt macht machst schaut antwortet verlor verliert hält handelt
    handelte reagiert liegt bleibt bleibst schlampt schlampte unterließ machen machte vergaßt
    kostet
""")
FILLERS = word_set("sich es dann aber doch mal denn")
HAVE = word_set("hat haben hast habt hatte hatten hattest hattet")
BE = word_set("""
    ist sind bist seid war waren warst wart bleibt wirkt wirkte arbeitet arbeitete handelt handelte
""")
PASSIVE = word_set("wurde wurden worden werden wird")
MODALS = word_set("müssen sollen können dürfen")

# What people do, and do not do

# What only people do.
HUMAN = word_set("""
    fragen nachfragen wissen merken bemerken sagen anrufen prüfen nachprüfen kontrollieren lesen
    nachlesen nachsehen sehen informieren melden warnen fragen bedenken denken aufpassen
    unterschreiben zählen abgleichen vergleichen erkennen verhindern vermeiden helfen nachschlagen
    weitergeben mitteilen erklären tun machen
""")
# With `nie`.
DUTIES = word_set("""
    ruft rufst rufen prüft prüfst prüfen prüfte fragt fragst fragen liest lesen hört hören hörst
    schaut schauen beantwortet beantworten antwortet antworten meldet melden kontrolliert
    kontrollieren kümmert kümmern gehalten hält halten macht nachfragt zuhört aufpasst
    unterschreibt stempelt zählt informiert aktualisiert denkt lernt geprüft gefragt gelesen
    gemeldet kontrolliert beachtet
""")
# With `immer`.
HABITS = word_set("""
    vergisst vergesst vergessen falsch spät verliert verlierst verpasst übersieht übersiehst
    meckert meckern schlampt krank unpünktlich ignoriert überspringt unvorbereitet
""")
# Forgetting these is no matter of work.
BELONGINGS = word_set("""
    schirm regenschirm handy mantel tasche brille jacke hut geldbeutel portemonnaie schal
    handschuhe
""")
# What people own up to: `ich habe vergessen`, `mein Fehler`.
SLIPS = word_set(
    "vergessen vergaß übersehen übersah verpasst versäumt verwechselt verlesen vertan geirrt"
)
OWN_SLIPS = word_set("fehler irrtum schuld versehen")
# After `menschliches`.
ERRORS = word_set("versagen versagens fehler fehlers")
