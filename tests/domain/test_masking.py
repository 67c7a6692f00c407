"""Masking: finds addresses, numbers and names of people in texts, and leaves the rest alone.

The sentences are in `tests/data/masks.csv`. One author made them all up, who also wrote the rules.
Those called `first` were written before the rules, which then found all of their personal data but
one address and altered no harmless one; the patterns before them found 52 of 105 and altered 31 of
100. Those called `later` were written after that: at the first try 29 of 30 were found, and three
of 30 harmless sentences altered. Those called `last` came after that, to be harder: at the first
try 36 of 38 were found, and eight of 37 altered. The rules were then mended for most of these.
"""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.entry import Entry
from coachlog.domain.people.address_patterns import E_MAIL_PATTERNS, STREET_PATTERNS
from coachlog.domain.people.masking import MASKS, Mask, find_personal_data
from coachlog.domain.people.names import Names
from coachlog.domain.people.number_patterns import CASE_PATTERNS, ID_PATTERNS
from coachlog.domain.people.patterns import (
    ADDRESS,
    BIRTH_DATE,
    CARD,
    E_MAIL,
    IBAN,
    NAME,
    NUMBER,
    PHONE,
)
from tests.audit_findings import FINDINGS, needs_findings

SENTENCES = Path(__file__).parents[1] / "data" / "masks.csv"
# What the sentences call each category, and the names that the log knows, or was taught, in them.
KINDS = {
    "e-mail": E_MAIL,
    "card": CARD,
    "iban": IBAN,
    "birth": BIRTH_DATE,
    "address": ADDRESS,
    "phone": PHONE,
    "number": NUMBER,
    "name": NAME,
    "known": NAME,
    "taught": NAME,
}
SENTENCE_NAMES = Names(
    ["Ana", "Marisol", "José Núñez"],
    ["Anna Miller", "Grant", "Miller", "Will", "Xaver"],
)

E_MAILS = [
    "ana@town.gov",
    "Ana.Lopez+permits@mail.town.gov.uk",
    "o'brien@x.org",
    "ana_l-2@x-y.de",
    "müller@bücher.example",
    "ana [at] town [dot] gov",
    "ana(at)town.gov",
    "ana＠town.gov",
]
PHONES = [
    "555-0100",
    "(555) 123-4567",
    "555-123-4567",
    "555.123.4567",
    "+1 555 123 4567",
    "+1 (555) 123-4567",
    "1-800-555-0199",
    "5551234567",
    "+15551234567",
    "555-123-4567 x12",
    "555-123-4567 ext. 89",
    "+49 30 1234567",
    "+49 (0)30 123456-78",
    "0049 30 1234567",
    "030 1234567",
    "030/1234567",
    "0171 2345678",
    "020 7946 0958",
    "06 12 34 56 78",
    "123-45-6789",
    "+٤٩ ٣٠ ١٢٣٤٥٦٧",
]
CASES = [
    "#12345",
    "2026-00123",
    "2026/1234",
    "26-00123",
    "AB-2026-001",
    "CE-24-00123",
    "BLD2026-00123",
    "PR-12345",
    "INC0012345",
    "24-CV-01234",
    "1:24-cv-01234",
    "12 C 345/26",
]
NUMBERED = [
    "case {}",
    "Case no. {}",
    "file: {}",
    "permit #{}",
    "application number {}",
    "Az.: {}",
    "ref {}",
    "ticket {}",
]
HARMLESS = [
    "2 CFR 200.318(a)(1) and 42 U.S.C. 1396a",
    "section 200.303, Policy AA-3301, Form W-9, form SF-425 and OMB No. 0970-0248",
    "GAO-14-704G, ISO 27001, COVID-19, Title 42, Article 12345",
    "in FY2022, SFY2022 and 2021-2022, and in 2021/22",
    "on 2026-11-19 15:00, on 19.11.2026, on 11/19/2026, from 1/2/2026 - 5/2/2026",
    "$1,234,567.00, 1.234.567 euro, 12 000 000 crowns, 1,234,567 and 99.999999",
    "from 8:00-17:30, pages 100-200, rooms 12-14, 555 forms, 3-4 weeks, 10 x 100",
    "Assistance Listing 93.658 and CFDA No. 84.010",
    "the files of 300 claimants.290 claimants",
    "permit 17, order 66, case 3 and in case 12 come",
    "@permits and @ 3pm, a@b, x @ y.z, +1, +fees, #1, #fees",
    "the waiver for room 204, window 3",
]


def personal_data(text, names=()):
    """Return category and text of each match."""
    matches = find_personal_data(text, Names(names))
    return [(match.category, text[match.start : match.end]) for match in matches]


def masked(text, names=()):
    return Mask(names).text(text)


@pytest.mark.parametrize(
    "frame", ["{}", "Wrote to {}.", "({}), then", "<{}>", "mailto:{}?x", "'{}'", "a\n{}\nb", "“{}”"]
)
@pytest.mark.parametrize("address", E_MAILS)
def test_an_e_mail_address_is_found_from_its_first_to_its_last_character(address, frame):
    assert personal_data(frame.format(address)) == [(E_MAIL, address)]


@pytest.mark.parametrize(
    "frame",
    ["{}", "Call {}.", "tel. {}, then", "Phone:{} or so", "rang {}; noted", "a\n{}\nb", "“{}”"],
)
@pytest.mark.parametrize("number", PHONES)
def test_a_phone_number_is_found_from_its_first_to_its_last_digit(number, frame):
    assert personal_data(frame.format(number)) == [(PHONE, number)]


@pytest.mark.parametrize(
    "frame", ["{}", "Closed {}.", "({}), then", "see {}; noted", "a\n{}\nb", "“{}”"]
)
@pytest.mark.parametrize("number", CASES)
def test_a_case_number_is_found_by_its_form(number, frame):
    assert personal_data(frame.format(number)) == [(NUMBER, number)]


@pytest.mark.parametrize("frame", NUMBERED)
@pytest.mark.parametrize(
    "number", ["4711", "2026-42", "A1234", "12345678", "B/26/007", "2026.0042"]
)
def test_a_case_number_is_found_by_the_word_before_it(number, frame):
    text = masked(frame.format(number) + " was closed")
    assert text.endswith("[number] was closed")
    assert number not in text


@pytest.mark.parametrize("text", HARMLESS)
def test_rules_dates_years_and_amounts_are_left_alone(text):
    assert personal_data(text) == []


def test_digits_without_a_sign_are_a_phone_number_after_call_and_else_a_number():
    assert personal_data("called 5550100, paid 1234567") == [
        (PHONE, "5550100"),
        (NUMBER, "1234567"),
    ]


def test_adjacent_numbers_are_separate_matches():
    assert personal_data("2021 2022 555-123-4567") == [(PHONE, "555-123-4567")]
    assert personal_data("555-0100, 555-0101") == [(PHONE, "555-0100"), (PHONE, "555-0101")]
    assert personal_data("(see 555-0100) 3 times") == [(PHONE, "555-0100")]


@needs_findings
def test_in_real_audit_findings_almost_only_their_numbers_are_found():
    matches = []
    with FINDINGS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for field in (
                "title",
                "what_was_expected",
                "what_happened",
                "contributing_factor",
                "impact",
                "recovery",
                "lesson",
            ):
                matches += personal_data(row[field] or "")
    assert {category for category, _ in matches} <= {NUMBER}
    # Numbers of audit findings are case numbers; the other one is of a contract.
    others = [text for _, text in matches if not re.fullmatch(r"20\d\d-\d{3}", text)]
    assert len(others) <= 1


def read_sentences(personal, used):
    """Return sentences, each with its `(kind, text)` of personal data: some (`yes`) or none."""
    sentences = []
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if (row["personal"], row["used"]) == (personal, used):
                spans = [tuple(span.split("=", 1)) for span in row["spans"].split(" | ") if span]
                sentences.append((row["sentence"], spans))
    return sentences


@pytest.mark.parametrize("used", ["first", "later", "last"])
def test_nearly_all_personal_data_in_sentences_is_found_and_nothing_else(used):
    counts = Counter()
    matched = Counter()
    missed = []
    for sentence, spans in read_sentences("yes", used):
        matches = find_personal_data(sentence, SENTENCE_NAMES)
        texts = [(match.category, sentence[match.start : match.end]) for match in matches]
        expected = [(KINDS[kind], text) for kind, text in spans]
        assert [text for text in texts if text not in expected] == [], sentence
        for kind, text in spans:
            counts[kind] += 1
            matched[kind] += (KINDS[kind], text) in texts
        missed += [text for text in expected if text not in texts]
    assert sum(counts.values()) >= 30
    for kind, count in counts.items():
        share = 1 if kind in ("known", "taught") else 0.85
        assert matched[kind] >= count * share, missed


@pytest.mark.parametrize("used", ["first", "later", "last"])
def test_at_most_two_in_a_hundred_harmless_sentences_are_altered(used):
    harmless = read_sentences("no", used)
    assert len(harmless) >= 30
    altered = []
    for sentence, _ in harmless:
        if find_personal_data(sentence, SENTENCE_NAMES):
            altered.append(sentence)
    # They have the form of an address, a screw has that of a case, and so has a bill.
    assert len(altered) <= (0 if used == "first" else 2), altered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4111 1111 1111 1111", [CARD]),
        ("4111 1111 1111 1112", []),
        ("4111111111111111", [CARD]),
        ("1234567812345670", []),
        ("DE89 3704 0044 0532 0130 00", [IBAN]),
        ("DE89 3704 0044 0532 0130 01", []),
        ("de89370400440532013000", [IBAN]),
        ("DE75 5121 0800 1245 1261 99", [IBAN]),
        ("XDE89 3704 0044 0532 0130 00", []),
        ("GB82 WEST 1234 5698 7654 3\N{KELVIN SIGN}", []),
        ("\N{KELVIN SIGN}Z86 125K ZT50 0410 0100", []),
    ],
)
def test_cards_and_accounts_have_their_checksum(text, expected):
    assert [category for category, _ in personal_data(text)] == expected


def test_a_sign_before_a_number_counts_on_its_own_line_only():
    assert masked("$\n555-0100") == "$\n[phone]"
    assert masked("paid EUR 5550100, part\n555-0100") == "paid EUR 5550100, part\n[phone]"


PATTERNS = (*E_MAIL_PATTERNS, *ID_PATTERNS, *STREET_PATTERNS, *CASE_PATTERNS)
# What one form alone finds, in the order of the tables.
EXAMPLES = (
    "ana [at] town [dot] gov",
    "ana @ town.gov",
    "jane dot doe at example dot com",
    "DE89 3704 0044 0532 0130 00",
    "4111 1111 1111 1111",
    "3782 822463 10005",
    "378282246310005",
    "3 May 1981",
    "12 Oak Street",
    "Lindenstraße 12",
    "12 rue de Rivoli",
    "4711",
    "#20200210-0001",
    "CE-24-00123",
    "INC0012345",
    "2026/1234",
    "12 C 345/26",
    "24-CV-01234",
)
WORDS_BEFORE = {"3 May 1981": "born ", "4711": "case no. "}


def test_every_form_has_a_name_of_its_own():
    names = [pattern.name for pattern in PATTERNS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("pattern", "example"), list(zip(PATTERNS, EXAMPLES, strict=True)))
def test_every_form_finds_what_no_other_form_does(pattern, example):
    text = f"Saw {WORDS_BEFORE.get(example, '')}{example} today"
    (match,) = pattern.matches(text)
    assert text[match.start : match.end] == example
    assert [other for other in PATTERNS if list(other.matches(text))] == [pattern]
    assert personal_data(text) == [(pattern.category, example)]


NAMES = [
    "Ana",
    "ben",
    "José Núñez",
    "O'Brien",
    "Anna-Lena",
    "田中",
    "K.",
    "Al",
    "blue",
    "the new clerk",
    "will",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana said", "[name] said"),
        ("ANA, ana and aNa", "[name], [name] and [name]"),
        ("Ana's idea, Anas Idee", "[name]'s idea, [name] Idee"),
        ("Banana, Anabel and ana_k", "Banana, Anabel and ana_k"),
        ("Ben", "[name]"),
        ("José Núñez; jose nunez; JOSÉ; Nunez", "[name]; [name]; [name]; [name]"),
        ("O’Brien and o'brien", "[name] and [name]"),
        ("Anna Lena, anna-lena, Lena", "[name], [name], [name]"),
        ("田中さん", "[name]さん"),
        ("K. said, k. said", "[name]. said, k. said"),
        ("Al said; et al.", "[name] said; et al."),
        ("the blue form, Blue", "the [name] form, [name]"),
        ("The new clerk and a new clerk", "[name] and a new clerk"),
        ("it will, Will did", "it will, [name] did"),
        ("Ana\nBen", "[name]\n[name]"),
        ("ana@x.org", "[e-mail]"),
    ],
)
def test_a_name_is_found_as_a_whole_word_in_any_spelling(text, expected):
    assert masked(text, NAMES) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Smith called, MRS SMITH too", "Mr. [name] called, MRS [name] too"),
        ("Frau Dr. Meier rief an, Herr Özdemir auch", "Frau Dr. [name] rief an, Herr [name] auch"),
        ("Ms Ana Lopez; Mrs O'Brien-Jones", "Ms [name]; Mrs [name]"),
        (
            "Oak Dr. at noon, did not miss Friday, Ms. and mr. x",
            "Oak Dr. at noon, did not miss Friday, Ms. and mr. x",
        ),
    ],
)
def test_an_unknown_name_is_found_after_a_title(text, expected):
    assert masked(text) == expected


def test_computer_accounts_and_articles_are_not_names():
    assert (
        personal_data("the root of a test, I said", ["root", "test", "I", "a", "", "  ", "-"]) == []
    )


def test_a_name_of_several_words_is_found_by_its_distinctive_words():
    names = ["Maria del Carmen", "M. from the front desk", "the trainee"]
    assert masked(
        "Maria and Carmen, del, from the desk; M. from the front desk; a trainee; The Trainee",
        names,
    ) == ("[name] and [name], del, from the desk; [name]; a trainee; [name]")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Frau Dr. von Thadden rief an", "Frau Dr. [name] rief an"),
        ("Mr. Smith's idea, Mrs. Lee’s too", "Mr. [name]'s idea, Mrs. [name]’s too"),
        ("Mayor Ann Lee came", "[name] came"),
    ],
)
def test_a_name_after_a_title_is_masked_from_its_particle_to_its_end(text, expected):
    assert masked(text, ["Mayor Ann"]) == expected


@pytest.mark.parametrize("text", ["1234567%", "7654321,50", "12345678kg", "paid 7654321,5 in all"])
def test_digits_that_go_on_are_no_number(text):
    assert personal_data(text) == []


def test_a_known_name_inside_a_titled_one_makes_one_name():
    assert masked("Mr. Jean-Luc Martin and Martin", ["Martin"]) == "Mr. [name] and [name]"


def test_a_name_that_is_a_word_needs_a_capital_if_it_was_given_with_one():
    assert masked("Grant signed the grant", ["Grant"]) == "[name] signed the grant"
    assert masked("rose signed, Rose did", ["rose"]) == "[name] signed, [name] did"


def test_a_taught_name_counts_though_computer_accounts_have_it():
    assert Mask(["root"], ["Test"]).text("root of a Test") == "root of a [name]"


def test_a_particle_is_no_name_on_its_own():
    assert masked("Van der Berg parked the van, Berg did", ["Nils van der Berg"]) == (
        "Van der [name] parked the van, [name] did"
    )


def test_an_entry_loses_its_people_and_keeps_the_rest():
    fields = dict.fromkeys(Entry._fields)
    fields |= {"short_id": "8f3a", "kind": "mistake", "team": "Ana's desk", "topics": ("Ana", "b")}
    fields |= {"happened": "Ana", "rule_ref": "Ana 5", "trainer": "Ana", "learner": "Ben"}
    entry = Entry(**fields)
    mask = Mask(["Ana"])
    changes = {"team": "[name]'s desk", "topics": ("[name]", "b"), "happened": "[name]"}
    changes |= {"rule_ref": "[name] 5", "trainer": None, "learner": None}
    assert mask.entry(entry) == entry._replace(**changes)
    assert mask.short_ids == ["8f3a"]
    assert Mask().entry(entry) == entry._replace(trainer=None, learner=None)


def test_a_mask_counts_what_it_masked():
    mask = Mask(["Ana"])
    assert (
        mask.text("Ana: ana@x.org, 555-0100, Ana, #1234")
        == "[name]: [e-mail], [phone], [name], [number]"
    )
    assert mask.counts == {NAME: 2, E_MAIL: 1, PHONE: 1, NUMBER: 1}


WORDS = st.lists(
    st.sampled_from(
        [
            *E_MAILS,
            *PHONES,
            *CASES,
            *HARMLESS,
            *NAMES,
            "case",
            "tel.",
            "a",
            "1",
            "-",
            "(",
            ")",
            ",",
            "\n",
        ]
    ),
    max_size=8,
)


@given(
    st.one_of(
        WORDS.map(" ".join),
        WORDS.map("".join),
        st.text(alphabet="aA1é@.-+ (),\n#x:/'年", max_size=60),
        st.text(),
    )
)
def test_matches_are_ordered_without_overlaps_and_masking_leaves_the_rest(text):
    end = 0
    parts = []
    for match in find_personal_data(text, Names(NAMES)):
        assert end <= match.start < match.end <= len(text)
        parts += [text[end : match.start], MASKS[match.category]]
        end = match.end
    assert masked(text, NAMES) == "".join([*parts, text[end:]])


@given(st.text(max_size=80), st.sampled_from(E_MAILS + PHONES), st.text(max_size=80))
def test_an_address_or_phone_number_between_line_breaks_is_always_masked(before, planted, after):
    assert planted not in masked(f"{before}\n{planted}\n{after}")


# A text may have a million characters; what is looked at again and again would take hours.
HUGE = [
    "a",
    "1",
    "1 ",
    "a.b-",
    "a@",
    "a'",
    "case ",
    "case 1",
    "(",
    "1(",
    "Ana ",
    "a@b.",
    " [at] ",
    "a-1/",
    "+",
    "\n",
    "é",
    "s",
    "田",
    "born ",
    "1 Main ",
    "1 A",
    " at ",
    " dot ",
    "a at b dot ",
    "4111 ",
    "DE89 ",
    "Mr. ",
    "mr. de la ",
    "A-",
    "Aa",
    "part ",
    "Am A ",
]


@pytest.mark.parametrize("piece", HUGE)
def test_a_text_of_any_length_is_read_once(piece):
    # Quadratic work on so much would outlast any patience; it is not timed, it ends.
    masked(piece * (200_000 // len(piece)), NAMES)
