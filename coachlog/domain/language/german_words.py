"""The words by which advice on wording reads German: what is said of persons, and who is one. `german.py` has the rules."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _adjective(*stems: str) -> frozenset[str]:
    return frozenset(stem + end for stem in stems for end in ("", "e", "er", "es", "en", "em"))


# What somebody is: the word of the list, and the forms in which it is found.
TRAITS = {
    "nachlässig": _adjective("nachlässig") | {"nachlässigkeit"},
    "fahrlässig": _adjective("fahrlässig") | {"fahrlässigkeit"},
    "schlampig": _adjective("schlampig", "schludrig")
    | _words("schlamperei schluderei schlamper schlampt schlampte"),
    "faul": _adjective("faul") | {"faulheit"},
    "unfähig": _adjective("unfähig") | {"unfähigkeit"},
    "inkompetent": _adjective("inkompetent") | {"inkompetenz"},
    "unprofessionell": _adjective("unprofessionell"),
    "unzuverlässig": _adjective("unzuverlässig") | {"unzuverlässigkeit"},
    "unaufmerksam": _adjective("unaufmerksam") | {"unaufmerksamkeit"},
    "unverantwortlich": _adjective("unverantwortlich"),
    "leichtsinnig": _adjective("leichtsinnig") | _words("leichtsinn"),
    "gedankenlos": _adjective("gedankenlos") | {"gedankenlosigkeit"},
    "dumm": _adjective("dumm", "dämlich", "blöd") | _words("dummer dummes dummheit blödheit"),
    "idiot": _words("idiot idioten idiotin trottel dummkopf versager versagerin faulpelz"),
}
RULE_OF = {form: rule for rule, forms in TRAITS.items() for form in forms}
OF_THINGS_TOO = _adjective("faul", "dumm", "dämlich", "blöd", "unzuverlässig", "unfähig")
NOUNS = frozenset(
    word for word in RULE_OF if word.endswith(("keit", "heit", "enz", "sinn", "erei"))
)
LEGAL = _words("fahrlässigkeit unfähigkeit unzuverlässigkeit")
INSULTS = TRAITS["idiot"] | {"schlamper"}
DEEDS = _words(
    "arbeit fehler ausrede einstellung ablage bearbeitung schrift handschrift verhalten art umgang prüfung eingabe"
)

PERSONS = _words(
    """abteilungsleiter amtsleiter angestellte anrufer antragsteller anwalt arbeiter architekt arzt assistent aufseher
    aushilfe auszubildende azubi bauherr bauleiter beamte beamtin bearbeiter begleiter berater besitzer besucher betreuer
    bewerber bote bub buchhalter bürger bürgermeister chef dame dezernent disponent doktor dozent eigentümer einkäufer
    elektriker eltern empfangskraft erzieher fachkraft fahrer frau freiwillige gast geschäftsführer gutachter handwerker
    hausmeister helfer herr hilfskraft ingenieur inhaber junge kassierer kellner kind klempner koch kollege kollegin
    kollegen kolleginnen koordinator kraft kunde kunden kundin lehrer lehrkraft leiter lieferant lehrling mädchen mann
    mechaniker meister mensch menschen mieter mitarbeiter mitarbeitende mutter nachbar nachfolger neue patient pförtner
    pfleger planer polizist praktikant prüfer rechtsanwalt referent reiniger reinigungskraft revisor richter
    sachbearbeiter schatzmeister schüler schulleiter schwester sekretär sozialarbeiter spätschicht frühschicht
    nachtschicht student teamleiter techniker teilnehmer trainer typ urlaubsvertretung vater verkäufer vermieter vertreter
    vertretung verwalter volontär vorarbeiter vorgesetzte vorgänger wachmann werkstudent zeuge leute person personal
    trainee sachbearbeitung"""
)
SHE = _words("er sie du jemand jeder alle")
ME = _words("ich wir mir mich uns")
NOBODY = _words("niemand keiner keine kein nichts")
NOMINATIVE = _words(
    """der die das ein eine dieser diese jener jene unser unsere mein meine dein deine sein seine ihr ihre euer eure zwei
    drei vier beide alle mehrere einige manche"""
)
TITLES = _words("herr frau dr doktor professor prof")
PREPOSITIONS = _words(
    """ab an am auf aus bei beim bis durch für gegen hinter im in mit nach neben ohne seit über um unter von vom vor während
    wegen zu zum zur zwischen trotz laut gestern heute dann da deshalb trotzdem jetzt vorhin letzte jedes immer nie so
    dort hier"""
)
SUBORDINATE = _words(
    "weil dass da obwohl als wenn nachdem bevor damit ob wie falls sobald während der die das"
)
CONDITIONS = _words("wenn falls ob sofern")
NEGATIONS = _words("nicht kein keine keinen keiner niemand nie ohne nichts weder")
FINITE = _words(
    """ruft kommt hat haben hast habt hatte hatten hattest ist sind bist seid war waren warst wart hätte hätten hättest
    hättet wird werden wurde wurden vergaß vergaßen vergisst vergesst vergessen versäumte versäumten weigert weigerte
    weigern weigerten muss müssen prüft prüfen liest hört beantwortet fragt macht machst schaut antwortet verlor verliert
    hält handelt handelte reagiert liegt bleibt bleibst schlampt schlampte unterließ machen machte vergaßt kostet"""
)
HAVE = _words("hat haben hast habt hatte hatten hattest hattet")
BE = _words(
    "ist sind bist seid war waren warst wart bleibt wirkt wirkte arbeitet arbeitete handelt handelte"
)
PASSIVE = _words("wurde wurden worden werden wird")
THINGS = _words(
    """rechner system server browser drucker programm software gerät kopierer scanner computer webseite website formular
    anwendung datenbank portal app excel outlook word seite vorlage"""
)
BELONGINGS = _words(
    "schirm regenschirm handy mantel tasche brille jacke hut geldbeutel portemonnaie schal handschuhe"
)
DUTIES = _words(
    """ruft rufst rufen prüft prüfst prüfen prüfte fragt fragst fragen liest lesen hört hören hörst schaut schauen
    beantwortet beantworten antwortet antworten meldet melden kontrolliert kontrollieren kümmert kümmern gehalten hält
    halten macht nachfragt zuhört aufpasst unterschreibt stempelt zählt informiert aktualisiert denkt lernt geprüft
    gefragt gelesen gemeldet kontrolliert beachtet"""
)
HABITS = _words(
    """vergisst vergesst vergessen falsch spät verliert verlierst verpasst übersieht übersiehst meckert meckern schlampt
    krank unpünktlich ignoriert überspringt unvorbereitet"""
)
HUMAN = _words(
    """fragen nachfragen wissen merken bemerken sagen anrufen prüfen nachprüfen kontrollieren lesen nachlesen nachsehen sehen
    informieren melden warnen fragen bedenken denken aufpassen unterschreiben zählen abgleichen vergleichen erkennen
    verhindern vermeiden helfen nachschlagen weitergeben mitteilen erklären tun machen"""
)
MODALS = _words("müssen sollen können dürfen")
SLIPS = _words(
    "vergessen vergaß übersehen übersah verpasst versäumt verwechselt verlesen vertan geirrt"
)
OWN_SLIPS = _words("fehler irrtum schuld versehen")
FILLERS = _words("sich es dann aber doch mal denn")
NO_NAMES = _words(
    """warum wieso weshalb was wann wo wie welche leider natürlich manchmal oft meist meistens danach dann dabei einfach
    bisher zuerst zuletzt schließlich daher außerdem dadurch inzwischen morgens abends montag dienstag mittwoch donnerstag
    freitag samstag sonntag man es eigentlich wieder schon noch auch"""
)
DONE = _words("gearbeitet gemacht ausgefüllt bearbeitet abgelegt geprüft gehandelt")
WHOSE = _words("seine seiner ihre ihrer deine deiner eure eurer")
