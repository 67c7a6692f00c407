"""The words by which wording advice reads English: what is worded about people, and who they are.

Plain lists, a word at a time, so that a missing word is added in one place. `english` and
`english_blame` have the rules that read them.
"""

from coachlog.domain.language.sentences import word_set

# What somebody is

# On each line a trait by its name in the list, and the forms that are looked for.
_TRAITS = """\
careless carelessly carelessness
negligent negligently negligence
lazy lazily laziness lazier laziest
sloppy sloppily sloppiness sloppier
incompetent incompetently incompetence
inept ineptly ineptitude
unprofessional unprofessionally
irresponsible irresponsibly irresponsibility
reckless recklessly recklessness
thoughtless thoughtlessly thoughtlessness
inattentive inattentively inattentiveness
clueless cluelessness
ignorant ignorance
stupid stupidly stupidity dumb
hopeless useless
unreliable unreliably
idiot idiots idiotic moron morons slacker slackers
"""
RULE_OF_FORM = {form: line.split()[0] for line in _TRAITS.splitlines() for form in line.split()}
# Things are these, too (`an unreliable printer`, `a stupid form`), so a bare word is no person.
OF_THINGS_TOO = word_set(
    "lazily stupid dumb hopeless useless unreliable idiotic reckless ignorance"
)
NOUNS = frozenset(
    form for form in RULE_OF_FORM if form.endswith(("ness", "ence", "tude", "ity", "ance"))
)
# Terms of the law, which need an owner: `her negligence`.
LEGAL = word_set("negligence negligent ignorance")
# These need no person beside them.
INSULTS = word_set("idiot idiots moron morons slacker slackers")
# What people do: a trait of it is said of whoever did it (`careless filing`).
DEEDS = word_set("""
    attitude behavior behaviour check counting error errors filing handling handwriting job mistake
    mistakes one ones reading review slip typing work
""")
# Terms of other trades: `lazy loading`, `lazy susan`, `negligence clause`.
OTHER_THINGS = word_set(
    "loading eval evaluation susan clause section law standard rule rules chapter"
)

# Who is spoken of

# By what they do, or what they are to each other; the plural in -s is found, too.
PERSONS = word_set("""
    accountant adjuster administrator agent aide analyst applicant apprentice architect assessor
    assistant attendant attorney auditor bookkeeper boss boy builder buyer caller caregiver
    caretaker carpenter case-worker caseworker cashier chair chairman chairperson chairwoman chef
    chief child citizen claimant cleaner clerk client coach colleague commissioner consultant
    contractor controller cook coordinator co-worker counselor counsellor coworker customer deputy
    developer director dispatcher doctor driver electrician employee employer engineer estimator
    examiner executive father female fellow firefighter foreman gardener girl grantee guard
    guardian guest guy handyman head hire homeowner inspector installer instructor intern
    interviewer investigator janitor judge kid lady landlord lawyer lead leader learner lecturer
    librarian lifeguard lineman mail-carrier man manager mayor mechanic member mentor mother
    neighbor neighbour newcomer nurse officer official operator owner painter parent paralegal
    participant patient payee peer people permittee person planner plumber postman preparer
    principal programmer pupil purchaser receptionist recruiter renter representative requester
    reviewer roofer sales-rep salesman salesperson scheduler secretary seller sergeant sister
    someone specialist staff staffer student subcontractor superintendent superior supervisor
    surveyor taxpayer teacher tech technician teller temp tenant therapist trainee trainer
    treasurer trucker tutor typist user verifier visitor volunteer warden welder witness woman
    worker writer brother men women children guys folks coworkers
""")
SHE = word_set("he she you they somebody someone everybody everyone anybody anyone")
HIM = word_set("him her them you somebody someone everybody everyone")
ME = word_set("i we me us myself ourselves")
NOBODY = word_set("nobody no-one none neither nothing")
NOBODYS = word_set("nobody's one's no-one's it's that's nothing's")
# Whose fault it may be: `the night shift's fault`.
GROUPS = word_set("shift team crew department office unit desk section")
TITLES = word_set("mr mrs ms miss dr prof sir madam")
# Written with a capital, and nobody's name.
NO_NAMES = word_set("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december excel outlook word windows teams payroll
    finance accounts accounting hr it legal planning permits yesterday today tomorrow due there
    here it this that
""")
# `she's`, `they've` and the like, and the pronoun in them.
CONTRACTED = {
    pronoun + ending: pronoun
    for pronoun in word_set(
        "i we you he she they who it somebody someone nobody everybody everyone"
    )
    for ending in ("'s", "'ve", "'d", "'re", "'m", "'ll")
}

# How sentences are built

DETERMINERS = word_set("""
    the a an this that these those my our your his her their its some any every each all both two
    three four five six several many most another which one other no whose
""")
PREPOSITIONS = word_set("""
    of at in on for from with by to near under over about during behind without after before
    between through into onto since inside
""")
JOINS = word_set("and or but then nor yet so")
OPENERS = word_set("""
    because since when while as although though after before that if unless until where why how
    once than whether so what which
""")
# What may stand between a subject and its verb.
BETWEEN = word_set("""
    simply just also again clearly then still even completely totally repeatedly once twice really
    obviously probably apparently honestly either has have had having plainly always never often
    sometimes regularly possibly already nearly almost certainly definitely however therefore
    usually initially later since that's are is was were do did does been being be so perhaps maybe
    allegedly deliberately accidentally consistently constantly unfortunately sadly had've then
""")
# What may stand between `should`, `always`, and the verb.
SOFTENERS = word_set("""
    not never also just simply at least really probably definitely always more easily even then
    only have of clearly
""")
CONDITIONS = word_set("if unless whether whoever whenever")
NEGATIONS = word_set("""
    not no nobody none never without nor neither cannot isn't wasn't aren't weren't don't didn't
    doesn't hardly nothing instead
""")
BE = word_set("""
    is are was were be been being 's am isn't wasn't aren't weren't seems seemed looks looked gets
    got became become
""")
HAVE = word_set("has have had having hasn't haven't hadn't")
MODALS = word_set("""
    should could ought shouldn't couldn't should've could've shoulda coulda must can may might will
    would shall
""")

# What people do, and do not do

# What only people do, as an infinitive and as a participle.
_DONE_BY_PEOPLE = word_set("""
    ask/asked call/called check/checked sign/signed tell/told notice/noticed know/known see/seen
    look/looked listen/listened inform/informed verify/verified count/counted return/returned
    attend/attended mention/mentioned say/said think/thought realize/realized realise/realised
    catch/caught spot/spotted wait/waited follow/followed enter/entered attach/attached
    bring/brought write/written warn/warned prevent/prevented avoid/avoided help/helped use/used
    do/done compare/compared consult/consulted escalate/escalated speak/spoken talk/talked pay/paid
    review/reviewed report/reported give/given take/taken double-check/double-checked read/read
    put/put let/let
""")
HUMAN = frozenset(pair.partition("/")[0] for pair in _DONE_BY_PEOPLE)
HUMANLY = frozenset(pair.partition("/")[2] for pair in _DONE_BY_PEOPLE)
# What takes a will of its own, so that only people refuse to do it.
WILLED = HUMAN | word_set("""
    redo come go work do accept sign help learn try let listen talk cooperate apologize apologise
    fix
""")
# `could have` blames only with what people do for each other; otherwise it names a risk.
COULD = word_set("""
    asked called told checked read looked said known noticed waited warned caught seen prevented
    avoided helped done verified informed mentioned spotted double-checked consulted escalated
    spoken
""")
IRREGULAR = HUMANLY | word_set("""
    been had gone done made kept left sent got gotten held found met run come begun chosen spoken
    heard felt dealt shown thrown understood drawn driven eaten fallen forgotten hidden lost meant
    sold set shut sought taught worn won stopped
""")
# What also happens by itself: `they should have arrived`.
OF_THEMSELVES = word_set("""
    arrived come been expired matched closed opened run gone worked cost fit happened ended started
""")
# What happens to people: `she should have received it`.
BEFALLEN = word_set("received got gotten heard had")  # what happens to people
# After `should have been`: what people are told to be.
MINDFUL = word_set("""
    careful aware attentive alert quicker faster clearer there here honest cautious patient
    thorough prepared
""")
# After `never`.
DUTIES = word_set("""
    answer answers answered return returns ask asks asked bother bothers care cares check checks
    checked do does double-check follow follows followed learn learns listen listens listened look
    looks looked pay pays read reads reply replies replied sign signs signed tell tells think
    thinks turn turns show shows understand understands update updates updated call calls
""")
# After `always`.
HABITS = word_set("""
    late forgetting forget forgets forgot lose loses lost losing miss misses missed missing skip
    skips skipped skipping ignore ignores ignored ignoring mess messes messing break breaks
    breaking complain complains complaining argue argues arguing wrong unprepared blame blames
    blaming
""")
# Habits only by what follows them: `always does it`, `always leaves without`.
DOES = word_set("do does did get gets got")
LEAVES = word_set("leave leaves left")
# Forgetting these is no matter of work.
BELONGINGS = word_set("""
    pin password code key keys umbrella phone coat bag glasses jacket hat wallet purse scarf gloves
    lunch
""")
# What people own up to: `I forgot`, `my mistake`.
SLIPS = word_set("""
    forgot forgotten missed overlooked failed neglected misread misheard misunderstood lost mixed
    confused miscounted mistyped mislaid skipped wrong mistaken careless
""")
OWN_SLIPS = word_set("mistake mistakes fault error errors bad slip oversight")

# Reasons that end the search

MISTAKES = word_set("error errors mistake mistakes failure failures")
# `user error message`, `human error rate`: a thing on a screen or in a report.
ON_SCREEN = word_set(
    "message messages code codes page pages log logs report reports rate rates screen number text"
)
# `human error is defined as …`, `between human error and …`: the words are only mentioned.
MENTIONED = word_set("listed named called defined mentioned a one no not the")
MENTIONING = word_set("between term category word called definition")
# After `why`, before the person.
ASKED = word_set(
    "didn't did haven't have hasn't has hadn't had can't couldn't could can won't doesn't"
)
