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
    "abdicated", "abstained", "acted", "apologised", "apologized", "appeared", "arrived",
    "assented", "belonged", "campaigned", "capitulated", "clashed", "coexisted", "collaborated",
    "collapsed", "commented", "competed", "complained", "complied", "conferred", "consented",
    "conspired", "converged", "cooperated", "cried", "dawned", "declined", "defected",
    "deliberated", "departed", "deteriorated", "died", "differed", "disagreed", "disappeared",
    "dissented", "dithered", "dwindled", "elapsed", "emerged", "emigrated", "ensued", "erupted",
    "escalated", "evolved", "existed", "expired", "faltered", "fared", "fled", "floundered",
    "flourished", "fluctuated", "happened", "hesitated", "hoped", "hurried", "immigrated",
    "insisted", "interfered", "intervened", "knelt", "lapsed", "lasted", "laughed", "lied",
    "lingered", "listened", "lived", "loomed", "marched", "mattered", "migrated", "objected",
    "occurred", "participated", "paused", "perished", "persisted", "plummeted", "plunged", "prayed",
    "presided", "prevailed", "proceeded", "progressed", "prospered", "protested", "reacted",
    "rebelled", "reigned", "relapsed", "relented", "remained", "replied", "resided", "resigned",
    "responded", "resulted", "resurfaced", "retreated", "returned", "revolted", "rioted", "sat",
    "sided", "slept", "smiled", "soared", "stagnated", "starved", "stayed", "stood", "struggled",
    "stumbled", "subsided", "succeeded", "suffered", "surged", "sympathised", "sympathized",
    "talked", "testified", "thrived", "toiled", "traveled", "travelled", "trembled", "triumphed",
    "vanished", "voted", "vowed", "waited", "wavered", "wept", "withered", "worked",
)  # fmt: skip
# Past tenses of verbs that have a passive, but mostly none with nothing after them but a time, a
# place or a manner: *prices increased sharply*.
SELDOM_PASSIVE = (
    "accelerated", "adjourned", "advanced", "agreed", "argued", "assembled", "changed",
    "compromised", "continued", "convened", "debated", "decreased", "disbanded", "dissolved",
    "doubled", "dropped", "ended", "expanded", "failed", "fought", "gathered", "halved", "improved",
    "increased", "intensified", "lost", "mediated", "merged", "met", "mobilised", "mobilized",
    "moved", "multiplied", "negotiated", "quadrupled", "rallied", "recovered", "regrouped",
    "reopened", "resumed", "retired", "reunited", "settled", "shifted", "slowed", "split",
    "started", "stopped", "struck", "surrendered", "tightened", "tripled", "turned", "united",
    "weakened", "widened", "worsened", "yielded",
)  # fmt: skip
# What follows past tenses of verbs that have no passive with it: *called for peace*.
FOLLOWED = {
    "acted": ("on", "upon", "against"), "agreed": ("to", "on", "with", "that"),
    "appealed": ("to", "for", "against"), "argued": ("for", "against", "with"), "asked": ("for",),
    "believed": ("in",), "called": ("for", "on", "upon"), "cared": ("for", "about"),
    "claimed": ("to",), "dealt": ("with",), "decided": ("to", "on", "against"),
    "demonstrated": ("against", "for"), "failed": ("to", "in"),
    "fought": ("for", "against", "with"), "led": ("to",), "looked": ("at", "for", "to", "into"),
    "managed": ("to",), "met": ("with",), "moved": ("to", "into", "toward", "towards", "against"),
    "objected": ("to",), "pledged": ("to",), "pointed": ("to", "at"), "pressed": ("for",),
    "promised": ("to", "that"), "pushed": ("for", "back"), "referred": ("to",), "refused": ("to",),
    "relied": ("on", "upon"), "reported": ("on",), "ruled": ("on", "against", "in", "that"),
    "sided": ("with",), "sought": ("to",), "threatened": ("to",), "tried": ("to",),
    "turned": ("to", "against"), "urged": ("that",), "vowed": ("to", "that"),
    "walked": ("out", "away", "into"), "warned": ("of", "against", "that"),
}  # fmt: skip
# Participles that can be passive and have an object: *a city called Rome*, *students offered help*.
TWO_OBJECTS = (
    "called", "named", "titled", "entitled", "dubbed", "termed", "labelled", "labeled", "elected",
    "appointed", "declared", "considered", "deemed", "crowned", "nicknamed", "given", "offered",
    "denied", "paid", "sent", "awarded", "granted", "promised", "taught", "told", "shown", "asked",
    "charged", "lent", "handed", "fed", "allowed", "assigned", "owed", "left", "guaranteed",
    "accorded", "allotted", "refused", "spared", "made", "rendered", "voted", "nominated",
)  # fmt: skip
# Verbs that a clause can follow without *that*: *who said the road was closed*.
TELLING = (
    "admit", "admits", "admitted", "agree", "agreed", "agrees", "argue", "argued", "argues",
    "assume", "assumed", "assumes", "believe", "believed", "believes", "claim", "claimed", "claims",
    "decide", "decided", "decides", "doubt", "doubted", "doubts", "ensure", "ensured", "ensures",
    "expect", "expected", "expects", "fear", "feared", "fears", "feel", "feels", "felt", "find",
    "finds", "found", "guess", "guessed", "guesses", "hear", "heard", "hears", "hope", "hoped",
    "hopes", "insist", "insisted", "insists", "knew", "know", "known", "knows", "learn", "learned",
    "learns", "mean", "means", "meant", "realise", "realised", "realises", "realize", "realized",
    "realizes", "said", "saw", "say", "saying", "says", "see", "seen", "sees", "show", "showed",
    "shown", "shows", "suggest", "suggested", "suggests", "suppose", "supposed", "supposes", "tell",
    "tells", "think", "thinks", "thought", "told", "wish", "wished", "wishes",
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
# Words that are the past tense of a verb, if a tagger takes them for a participle or a present.
PASTS = {
    "broke": "break", "drank": "drink", "drove": "drive", "fell": "fall",
    "froze": "freeze", "rang": "ring", "ran": "run", "rode": "ride", "rose": "rise", "sang": "sing",
    "sank": "sink", "saw": "see", "shrank": "shrink", "spoke": "speak", "sprang": "spring",
    "stole": "steal", "swam": "swim", "tore": "tear", "woke": "wake", "wore": "wear",
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
