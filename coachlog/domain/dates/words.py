"""The words of dates, in one table for all languages.

English is always understood beside the languages of the settings, so that examples in help texts
and in answers of colleagues work for everybody.
"""

from coachlog.domain.fields import DATE_EXAMPLES

LANGUAGES = ("en", "de", "fr", "es")

# A row: what kind of word it is, what it means, and the words in the order of `LANGUAGES`; more
# words of the same meaning follow below. Accents and capitals may be left out. It is one text,
# because in a dictionary nobody could see the four languages side by side.
TABLE = """
day-word 0         | today                | heute               | aujourd'hui     | hoy
                   |                      |                     | aujourdhui      |
day-word -1        | yesterday            | gestern             | hier            | ayer
day-word -2        | day before yesterday | vorgestern          | avant-hier      | anteayer
                   |                      |                     | avant hier      | antes de ayer
                   |                      |                     |                 | antier
day-word 1         | tomorrow             | morgen              | demain          | mañana
day-word 2         | day after tomorrow   | übermorgen          | après-demain    | pasado mañana
now                | now                  | jetzt               | maintenant      | ahora

weekday 0          | monday, mon          | montag, mo          | lundi, lun      | lunes, lun
weekday 1          | tuesday, tue, tues   | dienstag, di        | mardi, mar      | martes, mar
weekday 2          | wednesday, wed, weds | mittwoch, mi        | mercredi, mer   | miércoles, mié
weekday 3          | thursday, thu, thur  | donnerstag, do      | jeudi, jeu      | jueves, jue
                   | thurs                |                     |                 |
weekday 4          | friday, fri          | freitag, fr         | vendredi, ven   | viernes, vie
weekday 5          | saturday, sat        | samstag, sonnabend  | samedi, sam     | sábado, sáb
                   |                      | sa                  |                 |
weekday 6          | sunday, sun          | sonntag, so         | dimanche, dim   | domingo, dom

month 1            | january, jan         | januar, jänner, jan | janvier, janv   | enero, ene
month 2            | february, feb        | februar, feber, feb | février, févr   | febrero, feb
month 3            | march, mar           | märz, mär, mrz      | mars            | marzo, mar
month 4            | april, apr           | april, apr          | avril, avr      | abril, abr
month 5            | may                  | mai                 | mai             | mayo, may
month 6            | june, jun            | juni, jun           | juin            | junio, jun
month 7            | july, jul            | juli, jul           | juillet, juil   | julio, jul
month 8            | august, aug          | august, aug         | août            | agosto, ago
month 9            | september, sep, sept | september, sep      | septembre, sept | septiembre
                   |                      | sept                |                 | setiembre, sep
                   |                      |                     |                 | sept
month 10           | october, oct         | oktober, okt        | octobre, oct    | octubre, oct
month 11           | november, nov        | november, nov       | novembre, nov   | noviembre, nov
month 12           | december, dec        | dezember, dez       | décembre, déc   | diciembre, dic

unit minute        | minute, minutes, min | minute, minuten     | minute, minutes | minuto, minutos
                   | mins                 |                     |                 |
unit hour          | hour, hours, h       | stunde, stunden     | heure, heures   | hora, horas
                   | hr, hrs              |                     |                 |
unit day           | day, days, d         | tag, tage, tagen    | jour, jours     | día, días
unit week          | week, weeks, wk, wks | woche, wochen       | semaine         | semana, semanas
                   |                      |                     | semaines        |
unit month         | month, months        | monat, monate       | mois            | mes, meses
                   |                      | monaten             |                 |
unit quarter       | quarter, quarters    | quartal, quartale   | trimestre       | trimestre
                   |                      | quartalen           | trimestres      | trimestres
unit year          | year, years          | jahr, jahre, jahren | an, ans, année  | año, años
                   |                      |                     | années, l'an    |
                   |                      |                     | l'année         |

count 1            | a, an, one           | ein, eine, einem    | un, une         | un, una, uno
                   |                      | einer               |                 |
count 2            | two                  | zwei                | deux            | dos
count 3            | three                | drei                | trois           | tres
count 4            | four                 | vier                | quatre          | cuatro
count 5            | five                 | fünf                | cinq            | cinco
count 6            | six                  | sechs               | six             | seis
count 7            | seven                | sieben              | sept            | siete
count 8            | eight                | acht                | huit            | ocho
count 9            | nine                 | neun                | neuf            | nueve
count 10           | ten                  | zehn                | dix             | diez
count 12           | twelve               | zwölf               | douze           | doce
count 14           | fourteen             | vierzehn            | quatorze        | catorce
count 15           | fifteen              | fünfzehn            | quinze          | quince

last -1            | last, previous, past | letzte, letzten     | dernier         | pasado, pasada
                   |                      | letzter, letztes    | dernière, passé | último, última
                   |                      | vorige, voriger     | passée          |
                   |                      | voriges, vorigen    |                 |
                   |                      | vergangene          |                 |
                   |                      | vergangenen         |                 |
                   |                      | vergangenes         |                 |
this 0             | this                 | diese, diesen       | ce, cet, cette  | este, esta
                   |                      | dieser, dieses      |                 |
next 1             | next                 | nächste, nächsten   | prochain        | próximo
                   |                      | nächster, nächstes  | prochaine       | próxima
ago -1             | ago                  |                     |                 |
before -1          |                      | vor                 | il y a          | hace
ahead 1            | in                   | in                  | dans            | en, dentro de

at                 | at, t                | um                  | à               | a las, a la
on                 | on                   | am                  |                 |
the                | the                  | der, den, dem, das  | le, la          | el, la
                   |                      | die                 |                 |
of                 | of                   |                     | de              | de, del
in                 | in                   | im                  | en              | en
th                 | st, nd, rd, th       |                     | er, e, ère, ème | º, ª, er, o, ro
                   |                      |                     |                 | ero
day 1              | first                | erste, ersten       | premier         | primero, primer
                   |                      | erster, erstes      |                 |

part morning       | morning              | früh, morgen        | matin, du matin | por la mañana
                   | in the morning       | morgens, vormittag  |                 | de la mañana
                   |                      | vormittags          |                 | en la mañana
                   |                      | in der früh         |                 |
part noon          | lunchtime            | mittag, mittags     |                 |
                   | at lunchtime         |                     |                 |
part afternoon     | afternoon            | nachmittag          | après-midi      | por la tarde
                   | in the afternoon     | nachmittags         | après midi      | de la tarde
                   |                      |                     | de l'après-midi | en la tarde
                   |                      |                     | de l'après midi | tarde
part evening       | evening              | abend, abends       | soir, du soir   |
                   | in the evening       |                     |                 |
part night         | night, at night      | nacht, nachts       | nuit            | por la noche
                   |                      |                     |                 | de la noche
                   |                      |                     |                 | en la noche
                   |                      |                     |                 | noche
as today morning   | this morning         |                     | ce matin        | esta mañana
as today noon      |                      |                     | ce midi         |
as today afternoon | this afternoon       |                     | cet après-midi  | esta tarde
                   |                      |                     | cet après midi  |
as today evening   | this evening         |                     | ce soir         |
                   | tonight              |                     |                 |
as today night     |                      |                     |                 | esta noche
night-of-today     |                      | heute nacht         | cette nuit      |
as yesterday night | last night           | letzte nacht        |                 | anoche

half am            | am, a m              |                     |                 |
half pm            | pm, p m              |                     |                 |
o'clock 12         | o'clock              |                     |                 |
o'clock 24         | h                    | uhr                 | heure, heures   | hora, horas
noon               | noon, midday         |                     | midi            | mediodía
                   |                      |                     |                 | a mediodía
                   |                      |                     |                 | al mediodía
week               | week, w, wk          | kw, kalenderwoche   | semaine, sem    | semana, sem
                   |                      | woche               |                 |
quarter            | quarter              | quartal             | trimestre       | trimestre
q                  | q                    |                     | t               | t
utc Z              | z, utc               |                     |                 |
utc GMT            | gmt                  |                     |                 |
"""

# What a message gives as examples: for a day, and before them for a week. A test reads each.
DAY_EXAMPLES = {
    "en": DATE_EXAMPLES,
    "de": "2026-11-20, gestern 15 Uhr, letzten Montag oder 20. Nov.",
    "fr": "2026-11-20, hier 15h, lundi dernier ou 20 nov.",
    "es": "2026-11-20, ayer 15:00, lunes pasado o 20 nov",
}
WEEK_EXAMPLES = {
    "en": "last week, 2026-W46",
    "de": "letzte Woche, KW 46",
    "fr": "semaine dernière, semaine 46",
    "es": "semana pasada, semana 46",
}


def check_languages(languages: str) -> None:
    """Check that dates can be read in these languages.

    Raises:
        ValueError: one of them has no words here.
    """
    for language in languages.split(","):
        if language not in LANGUAGES:
            raise ValueError(
                f"coachlog cannot read dates in the language {language!r};"
                " use en, de, fr or es, or several of them, such as de,en"
            )


def main_language(languages: str) -> str:
    """Return the first of some languages that has words here; English if none has."""
    for language in languages.split(","):
        if language in LANGUAGES:
            return language
    return "en"
