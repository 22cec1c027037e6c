"""Function words of English by which clauses are found."""

BE = ("be", "am", "is", "are", "was", "were", "been", "being", "'s", "'m", "'re")
HAVE = ("have", "has", "had", "having", "'ve", "'d")
DO = ("do", "does", "did")
GET = ("get", "gets", "got", "getting", "gotten")
NOT = ("not", "n't", "never", "cannot", "nor", "neither")
NO = ("no", "neither")  # before a noun
NOBODY = ("none", "nothing", "nobody", "neither", "no-one", "noone")
RELATIVES = ("who", "which", "that", "whom")
WH = ("who", "which", "whom", "whose", "what", "where", "when", "why", "how", "whatever")
FREE_RELATIVES = ("what", "whatever", "whoever", "whichever", "who")
# An infinitive follows these without "to".
CAUSATIVES = ("let", "make", "help", "have", "see", "hear", "watch", "feel")
# What a modal written in part means; the others are as they are written.
MODALS = {
    "'ll": "will", "'d": "would", "ca": "can", "wo": "will", "sha": "shall", "cannot": "can",
    "can't": "can", "won't": "will", "shan't": "shall",
}  # fmt: skip
# Verbs that form a group with a following infinitive, and the modal that they are, if they are one.
SEMI_MODALS = {"have": "have", "need": "need", "ought": "ought", "going": "", "used": ""}
# After these, "not" negates what follows and not the verb.
LIMITS = ("only", "just", "merely", "simply", "alone")
# Participles that name a state of mind or a place, and no event: *is determined to* is active.
STATES = (
    "aware", "interested", "determined", "concerned", "convinced", "pleased", "satisfied",
    "worried", "committed", "dedicated", "devoted", "resolved", "inclined", "opposed", "supposed",
    "accustomed", "ashamed", "used", "gone", "entitled", "grounded", "rooted", "located",
    "situated", "willing", "persuaded", "tired", "proud", "glad", "qualified",
    "involved", "engaged", "prepared", "united", "divided", "bound", "destined",
)  # fmt: skip
# Nouns after "by" that say when or how, and not by whom.
NO_AGENTS = (
    "year", "month", "week", "day", "time", "century", "end", "night", "means", "way", "mistake",
    "accident", "chance", "hand", "percent", "degree", "tomorrow",
)  # fmt: skip
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
WEEKDAYS = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today",
    "yesterday", "tonight", "summer", "winter", "spring", "autumn", "fall", "hour", "minute",
    "moment", "decade", "season", "quarter", "morning", "evening", "afternoon", "weekend",
)  # fmt: skip
# Past tenses of verbs that have no passive, or none without a preposition.
INTRANSITIVES = (
    "marched", "voted", "arrived", "died", "happened", "occurred", "appeared", "disappeared",
    "remained", "emerged", "existed", "participated", "responded", "insisted", "hoped",
    "complained", "talked", "worked", "lived", "travelled", "traveled", "laughed", "cried",
    "smiled", "waited", "belonged", "declined", "progressed", "prospered", "succeeded",
    "cooperated", "collaborated", "struggled", "suffered", "vanished", "collapsed", "listened",
    "replied", "stayed", "apologised", "apologized", "mattered", "protested", "returned",
)  # fmt: skip
# Participles that can be passive and have an object: *a city called Rome*, *students offered help*.
TWO_OBJECTS = (
    "called", "named", "titled", "entitled", "dubbed", "termed", "labelled", "labeled", "elected",
    "appointed", "declared", "considered", "deemed", "crowned", "nicknamed", "given", "offered",
    "denied", "paid", "sent", "awarded", "granted", "promised", "taught", "told", "shown", "asked",
    "charged", "lent", "handed", "fed", "allowed", "assigned", "owed", "left", "guaranteed",
    "accorded", "allotted", "refused", "spared", "made", "rendered", "voted", "nominated",
)  # fmt: skip
# Verbs with a predicate after them, which is no object.
LINKING = ("become", "remain", "seem", "appear")
# Words that are the past tense of a verb and nothing else, and their verbs.
ONLY_PASTS = {
    "arose": "arise", "ate": "eat", "awoke": "awake", "became": "become", "began": "begin",
    "blew": "blow", "chose": "choose", "did": "do", "drew": "draw", "flew": "fly",
    "forbade": "forbid", "foresaw": "foresee", "foretold": "foretell", "forgave": "forgive",
    "forgot": "forget", "gave": "give", "grew": "grow", "knew": "know", "mistook": "mistake",
    "outgrew": "outgrow", "overcame": "overcome", "oversaw": "oversee", "overthrew": "overthrow",
    "overtook": "overtake", "partook": "partake", "shook": "shake", "strove": "strive",
    "swore": "swear", "threw": "throw", "took": "take", "undertook": "undertake",
    "underwent": "undergo", "undid": "undo", "went": "go", "withdrew": "withdraw",
    "wrote": "write",
}  # fmt: skip
# Words of other languages between the names of a name.
NAME_PARTICLES = (
    "al", "bin", "da", "de", "del", "della", "den", "der", "des", "di", "dos", "du", "el",
    "ibn", "la", "las", "le", "les", "los", "van", "von",
)  # fmt: skip
# Last words of names of one thing, such as *the Belt and Road Initiative*.
PROPER_HEADS = (
    "act", "administration", "agency", "agreement", "authority", "bank", "board", "bureau",
    "charter", "commission", "committee", "convention", "corporation", "council", "department",
    "fund", "initiative", "institute", "ministry", "office", "organisation", "organization", "pact",
    "plan", "program", "programme", "project", "protocol", "service", "treaty",
)  # fmt: skip
