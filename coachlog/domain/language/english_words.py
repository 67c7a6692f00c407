"""The words by which advice on wording reads English: what is said of persons, and who is one. `english.py` has the rules."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What somebody is: the word of the list, and the forms in which it is found.
TRAITS = {
    "careless": _words("careless carelessly carelessness"),
    "negligent": _words("negligent negligently negligence"),
    "lazy": _words("lazy lazily laziness lazier laziest"),
    "sloppy": _words("sloppy sloppily sloppiness sloppier"),
    "incompetent": _words("incompetent incompetently incompetence"),
    "inept": _words("inept ineptly ineptitude"),
    "unprofessional": _words("unprofessional unprofessionally"),
    "irresponsible": _words("irresponsible irresponsibly irresponsibility"),
    "reckless": _words("reckless recklessly recklessness"),
    "thoughtless": _words("thoughtless thoughtlessly thoughtlessness"),
    "inattentive": _words("inattentive inattentively inattentiveness"),
    "clueless": _words("clueless cluelessness"),
    "ignorant": _words("ignorant ignorance"),
    "stupid": _words("stupid stupidly stupidity dumb"),
    "hopeless": _words("hopeless useless"),
    "unreliable": _words("unreliable unreliably"),
    "idiot": _words("idiot idiots idiotic moron morons slacker slackers"),
}
OF_THINGS_TOO = _words("lazily stupid dumb hopeless useless unreliable idiotic reckless ignorance")
NOUNS = frozenset(
    word
    for forms in TRAITS.values()
    for word in forms
    if word.endswith(("ness", "ence", "tude", "ity", "ance"))
)
LEGAL = _words("negligence negligent ignorance")
INSULTS = _words("idiot idiots moron morons slacker slackers")
# What people do: of these a trait is said of whoever did it.
DEEDS = _words(
    """attitude behavior behaviour check counting error errors filing handling handwriting job mistake mistakes one ones
    reading review slip typing work"""
)
OTHER_THINGS = _words(
    "loading eval evaluation susan clause section law standard rule rules chapter"
)

PERSONS = _words(
    """accountant adjuster administrator agent aide analyst applicant apprentice architect assessor assistant attendant
    attorney auditor bookkeeper boss boy builder buyer caller caregiver caretaker carpenter case-worker caseworker
    cashier chair chairman chairperson chairwoman chef chief child citizen claimant cleaner clerk client coach colleague
    commissioner consultant contractor controller cook coordinator co-worker counselor counsellor coworker customer
    deputy developer director dispatcher doctor driver electrician employee employer engineer estimator examiner
    executive father female fellow firefighter foreman gardener girl grantee guard guardian guest guy handyman head hire
    homeowner inspector installer instructor intern interviewer investigator janitor judge kid lady landlord lawyer lead
    leader learner lecturer librarian lifeguard lineman mail-carrier man manager mayor mechanic member mentor mother
    neighbor neighbour newcomer nurse officer official operator owner painter parent paralegal participant patient payee
    peer people permittee person planner plumber postman preparer principal programmer pupil purchaser receptionist
    recruiter renter representative requester reviewer roofer sales-rep salesman salesperson scheduler secretary seller
    sergeant sister someone specialist staff staffer student subcontractor superintendent superior supervisor surveyor
    taxpayer teacher tech technician teller temp tenant therapist trainee trainer treasurer trucker tutor typist user
    verifier visitor volunteer warden welder witness woman worker writer brother men women children guys folks coworkers"""
)
SHE = _words("he she you they somebody someone everybody everyone anybody anyone")
ME = _words("i we me us myself ourselves")
NOBODY = _words("nobody no-one none neither nothing")
DETERMINERS = _words(
    """the a an this that these those my our your his her their its some any every each all both two three four five six
    several many most another which one other no whose"""
)
PREPOSITIONS = _words(
    """of at in on for from with by to near under over about during behind without after before between through into onto
    since inside"""
)
BETWEEN = _words(  # may stand between a subject and its verb
    """simply just also again clearly then still even completely totally repeatedly once twice really obviously probably
    apparently honestly either has have had having plainly always never often sometimes regularly possibly already
    nearly almost certainly definitely however therefore usually initially later since that's are is was were do did
    does been being be so perhaps maybe allegedly deliberately accidentally consistently constantly unfortunately sadly
    had've then"""
)
JOINS = _words("and or but then nor yet so")
OPENERS = _words(
    """because since when while as although though after before that if unless until where why how once than whether so
    what which"""
)
CONDITIONS = _words("if unless whether whoever whenever")
NEGATIONS = _words(
    """not no nobody none never without nor neither cannot isn't wasn't aren't weren't don't didn't doesn't hardly nothing
    instead"""
)
TITLES = _words("mr mrs ms miss dr prof sir madam")
BE = _words(
    "is are was were be been being 's am isn't wasn't aren't weren't seems seemed looks looked gets got became become"
)
NO_NAMES = _words(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december excel outlook word windows teams payroll finance accounts accounting hr it legal planning
    permits yesterday today tomorrow due there here it this that"""
)
BELONGINGS = _words(
    "pin password code key keys umbrella phone coat bag glasses jacket hat wallet purse scarf gloves lunch"
)

# What only people do, as an infinitive and as a participle.
_DONE_BY_PEOPLE = _words(
    """ask/asked call/called check/checked sign/signed tell/told notice/noticed know/known see/seen look/looked
    listen/listened inform/informed verify/verified count/counted return/returned attend/attended mention/mentioned
    say/said think/thought realize/realized realise/realised catch/caught spot/spotted wait/waited follow/followed
    enter/entered attach/attached bring/brought write/written warn/warned prevent/prevented avoid/avoided help/helped
    use/used do/done compare/compared consult/consulted escalate/escalated speak/spoken talk/talked pay/paid
    review/reviewed report/reported give/given take/taken double-check/double-checked
    read/read put/put let/let"""
)
HUMAN = frozenset(pair.partition("/")[0] for pair in _DONE_BY_PEOPLE)
HUMANLY = frozenset(pair.partition("/")[2] for pair in _DONE_BY_PEOPLE)
# What is said to have been possible is blame only where it is what people do for each other; the rest is a risk that was run.
COULD = _words(
    """asked called told checked read looked said known noticed waited warned caught seen prevented avoided helped
    done verified informed mentioned spotted double-checked consulted escalated spoken"""
)
IRREGULAR = HUMANLY | _words(
    """been had gone done made kept left sent got gotten held found met run come begun chosen spoken heard felt dealt shown
    thrown understood drawn driven eaten fallen forgotten hidden lost meant sold set shut sought taught worn won stopped"""
)
OF_THEMSELVES = _words(
    "arrived come been expired matched closed opened run gone worked cost fit happened ended started"
)
MINDFUL = _words(
    "careful aware attentive alert quicker faster clearer there here honest cautious patient thorough prepared"
)
SOFTENERS = _words(
    """not never also just simply at least really probably definitely always more easily even then only have of clearly"""
)
MISTAKES = _words("error errors mistake mistakes failure failures")
ON_SCREEN = _words(
    "message messages code codes page pages log logs report reports rate rates screen number text"
)
BLAMING = _words("blame blames blamed blaming")
DUTIES = _words(
    """answer answers answered return returns ask asks asked bother bothers care cares check checks checked do does double-
    check follow follows followed learn learns listen listens listened look looks looked pay pays read reads reply replies
    replied sign signs signed tell tells think thinks turn turns show shows understand understands update updates updated
    call calls"""
)
HABITS = _words(
    """late forgetting forget forgets forgot lose loses lost losing miss misses missed missing skip skips skipped skipping
    ignore ignores ignored ignoring mess messes messing break breaks breaking complain complains complaining argue
    argues arguing wrong unprepared blame blames blaming"""
)

# The two words of `she's` and the like, and whether the second is a verb of its own.
CONTRACTED = {
    pronoun + end: pronoun
    for pronoun in (
        "i",
        "we",
        "you",
        "he",
        "she",
        "they",
        "who",
        "it",
        "somebody",
        "someone",
        "nobody",
        "everybody",
        "everyone",
    )
    for end in ("'s", "'ve", "'d", "'re", "'m", "'ll")
}
RULE_OF = {form: rule for rule, forms in TRAITS.items() for form in forms}

HIM = _words("him her them you somebody someone everybody everyone")
NOBODYS = _words("nobody's one's no-one's it's that's nothing's")
HINDSIGHT = _words("should could ought shouldn't couldn't should've could've shoulda coulda")
MODALS = HINDSIGHT | _words("must can may might will would shall")
ASKED = _words(
    "didn't did haven't have hasn't has hadn't had can't couldn't could can won't doesn't"
)
WILLED = HUMAN | _words(
    "redo come go work do accept sign help learn try let listen talk cooperate apologize apologise fix"
)
SLIPS = _words(
    """forgot forgotten missed overlooked failed neglected misread misheard misunderstood lost mixed confused miscounted
    mistyped mislaid skipped wrong mistaken careless"""
)
OWN_SLIPS = _words("mistake mistakes fault error errors bad slip oversight")
# What only comes to be a habit by what follows it.
HABITS_WITH = {
    **dict.fromkeys(("do", "does", "did", "get", "gets", "got"), frozenset({"this", "that", "it"})),
    **dict.fromkeys(("leave", "leaves", "left"), frozenset({"without"})),
}
BEFALLEN = _words("received got gotten heard had")  # what happens to people
MENTIONED = _words("listed named called defined mentioned a one no not the")
MENTIONING = _words("between term category word called definition")
GROUPS = _words("shift team crew department office unit desk section")
HAVE = _words("has have had having hasn't haven't hadn't")
