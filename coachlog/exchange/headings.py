"""What other programs and people call the fields of an entry, in one table for each language.

The English names are the README's vocabulary and that of lessons registers, after-action reviews
and audit findings; the others are what the same lists have in German, French and Spanish.
"""

from collections.abc import Iterable
from functools import lru_cache

from coachlog.domain.fields import FIELD_NAMES, FIELDS
from coachlog.exchange.column_mapping import FieldNames

# By language and field, separated by commas, the likeliest name first. Beside a date a "day" is
# mostly the weekday. Of `follow_up` the first name is that on the screen of older versions.
NAMES = {
    "en": """
        kind: kind of entry, entry type, type
        team: unit, department, dept, division, office, section, team name, group
        topics: topic, focus area, focus areas, category, categories, subject, theme, tags, tag,
            area, keywords
        happened: what happened, what was seen, observation, behaviour, behavior, condition,
            finding, event, incident, issue, moment, description, what, text, note, notes,
            details, summary, title
        recovery: corrective action, corrective actions, corrective action plan, action taken,
            actions taken, immediate action taken, immediate action, how it was put right,
            how was it put right, how it was fixed, resolution, remedy, fix, response
        expected: what was expected, what was supposed to happen, criteria, criterion,
            the right way, right way, standard, requirement
        why: impact, effect, consequence, consequences, logic, rationale, potential effect,
            root cause, root causes, cause, causes
        lesson: lessons, lesson learned, lessons learned, lesson learnt, lessons learnt,
            recommendation, recommendations, next step, next steps, what we do next time, takeaway
        trainer: coach, instructor, peer trainer, recorded by, reported by, author, observer,
            mentor, submitted by, created by
        learner: coachee, trainee, student, mentee, apprentice
        rule_ref: rule, rule reference, regulation, citation, policy, legal basis, statute
        caught: near miss, good catch
        detected_by: detected, discovery method, discovered by, found by, detection method,
            how found
        factors: factor, contributing factors, contributing factor
        own: own mistake
        share: sharing, visibility
        changed_what: what was changed, change made
        occurred_at: timestamp, date time, date and time, time
        occurred_on: date, day, date of event, event date, incident date, date occurred,
            happened on, occurred, when, on, month, quarter, year
        recorded_at: recorded, date recorded, created at, created
        updated_at: updated, last modified, modified
        follow_up: asks after days, follow up days, check in days
    """,
    "de": """
        kind: art, art des eintrags, typ
        team: abteilung, einheit, referat, dienststelle, gruppe, bereich
        topics: thema, themen, schwerpunkt, kategorie, kategorien, stichwort, stichworte
        happened: was ist passiert, was passiert ist, was geschah, beobachtung, vorfall, ereignis,
            sachverhalt, feststellung, fehler, beschreibung, notiz, bemerkung, titel
        recovery: behebung, korrektur, korrekturmaßnahme, sofortmaßnahme, abhilfe, maßnahme,
            maßnahmen, lösung
        expected: soll, erwartet, was erwartet wurde, vorgabe, anforderung
        why: warum, auswirkung, auswirkungen, folge, folgen, begründung, grund, ursache, ursachen
        lesson: lehre, lehren, erkenntnis, erkenntnisse, empfehlung, nächster schritt,
            nächste schritte
        trainer: trainerin, erfasst von, gemeldet von, erstellt von, verfasser, autor
        learner: lernende, lernender, auszubildende, auszubildender
        rule_ref: regel, vorschrift, rechtsgrundlage, norm
        caught: beinahefehler, beinaheunfall
        status: stand
        changed_what: was geändert wurde, änderung
        occurred_at: zeitstempel, zeitpunkt, datum und uhrzeit, uhrzeit
        occurred_on: datum, tag, ereignisdatum, wann, monat, quartal, jahr
        recorded_at: erfasst am, erstellt am, erstellt
        updated_at: geändert am, geändert
    """,
    "fr": """
        kind: nature
        team: équipe, service, unité, département, bureau
        topics: sujet, thème, catégorie, catégories, domaine, mots clés
        happened: que s'est-il passé, ce qui s'est passé, observation, constat, événement, erreur,
            remarque, titre
        recovery: correction, action corrective, actions correctives, mesure corrective,
            action immédiate, mesures, solution
        expected: attendu, ce qui était attendu, exigence
        why: pourquoi, conséquence, conséquences, raison, cause racine
        lesson: leçon, leçons, enseignement, recommandation, prochaine étape
        trainer: formateur, formatrice, tuteur, tutrice, saisi par, signalé par, créé par, auteur
        learner: apprenant, apprenante, stagiaire
        rule_ref: règle, règlement, base légale, norme
        caught: presque accident, quasi-accident
        status: statut, état
        occurred_at: horodateur, horodatage, date et heure, heure
        occurred_on: jour, quand, mois, trimestre, année
        recorded_at: créé le, créé, enregistré le
        updated_at: modifié le, modifié
    """,
    "es": """
        kind: tipo
        team: equipo, unidad, departamento, oficina, sección, grupo
        topics: tema, temas, categoría, categorías, etiqueta, etiquetas, asunto
        happened: qué pasó, lo que pasó, qué ocurrió, observación, incidente, suceso, hallazgo,
            error, descripción, nota, título
        recovery: corrección, acción correctiva, acciones correctivas, acción inmediata,
            cómo se corrigió, medida, medidas, solución
        expected: lo esperado, esperado, criterio, requisito
        why: por qué, consecuencia, consecuencias, impacto, motivo, causa, causa raíz
        lesson: lección, lecciones, lecciones aprendidas, recomendación, próximo paso,
            próximos pasos
        trainer: formador, formadora, registrado por, creado por, autor, autora
        learner: aprendiz, alumno, alumna
        rule_ref: regla, norma, base legal
        caught: casi accidente, cuasi accidente
        status: estado
        occurred_at: marca temporal, fecha y hora, hora
        occurred_on: fecha, día, cuándo, mes, trimestre, año
        recorded_at: fecha de registro, creado
        updated_at: modificado
    """,
}
# What a form asks, as patterns of words without accents and signs.
QUESTIONS = {
    "team": r"(?:which|what|your) (?:team|department|unit|office|section|group)\b"
    r"|welche[mnrs]? (?:team|abteilung|gruppe)\b|quelle (?:equipe|unite)\b|que equipo\b",
    "topics": r"(?:which|what) (?:topics?|areas?|subject|category)\b|welche[mnrs]? thema\b"
    r"|quel (?:sujet|theme)\b|que tema\b",
    # Not "describe", which asks for anything: "Describe what you did to fix it".
    "happened": r"what (?:happened|went wrong|(?:did|have) you (?:see|seen|hear|notice|observe))"
    r"|what was (?:seen|observed|noticed)|was (?:ist|war) (?:passiert|geschehen)"
    r"|s est il passe|que (?:paso|ocurrio)\b",
    "recovery": r"\b(?:fix|fixed|put (?:it )?right|put (?:it|this) right|corrected|resolved?)\b"
    r"|action was taken|actions were taken|\b(?:behoben|korrigiert|gelost)\b"
    r"|\b(?:corrige|resolu|repare)\b|\b(?:corrigio|corrigieron|resolvio|soluciono)\b",
    "expected": r"\b(?:should (?:\w+ )?have|supposed to|right way|expected)\b"
    r"|hatte (?:\w+ )*sollen|richtige weg|aurait du|deberia haber|debio",
    "why": r"^why\b|^warum\b|^pourquoi\b|^por que\b|root cause",
    "lesson": r"\b(?:learn|learned|learnt|next time|differently)\b|\bgelernt\b|nachste[ns]? mal"
    r"|\bappris\b|prochaine fois|\baprendi|\baprendio|proxima vez",
    # Only what asks for the day of the event: "When is it due?" does not.
    "occurred_on": r"^when did\b|^when was\b|(?:which|what) (?:day|date)\b"
    r"|^wann (?:ist|war|geschah|passierte)\b|^quand\b.* passe\b|^cuando (?:paso|ocurrio)\b",
}


@lru_cache
def entry_names(languages: str) -> FieldNames:
    """Return the names of an entry's fields in every language.

    Args:
        languages: codes, separated by commas. A name that means two fields in two languages means
            the one in the first of these, as `Tag` is a day in German and a topic in English.
    """
    order = dict.fromkeys([*languages.split(","), *NAMES])
    synonyms: list[tuple[str, str]] = []
    for language in order:
        synonyms += _names_by_field(NAMES.get(language, ""))
    synonyms += [(name, field.label) for name, field in FIELDS.items()]
    return FieldNames(FIELD_NAMES, synonyms, questions=QUESTIONS)


def _names_by_field(table: str) -> Iterable[tuple[str, str]]:
    names_by_field: dict[str, str] = {}
    field = ""
    for line in table.strip().splitlines():
        start, _, names = line.rpartition(":")
        # A line without a field goes on with the one above it.
        field = start.strip() or field
        names_by_field[field] = names_by_field.get(field, "") + names
    return names_by_field.items()


ENTRY_NAMES = entry_names("en")
