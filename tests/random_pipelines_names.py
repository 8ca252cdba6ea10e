"""File names and folders for random_pipelines.py: texts that a regular expression matches, and names that fit the rules
of an input module."""
import re
import sre_parse
import string

ALPHANUMERIC = string.ascii_letters + string.digits
LITERAL = re.compile(r'(file|directory) (does|doesnot) (contain|startwith|endwith|eq|containregexp) "((?:\\.|[^"\\])*)"')
TAG = re.compile(r'metadata (does|doesnot) ((?:\\.|[^ )])+) "((?:\\.|[^"\\])*)"')
ENDING = re.compile(r"\.(tiff?|jpe?g|png|bmp|npy|mat)$", re.I)
DRAWS = 4000


class RegularText:
    """Draws texts that a regular expression matches.

    words: texts to prefer where anything may stand; fixed: the text of a named group. A draw need not match (a word may
    break a part that comes later), so that a caller checks it.
    """

    def __init__(self, draw, words, fixed):
        self.draw, self.words, self.fixed = draw, words, fixed
        self.likely = "".join(words)

    def sample(self, pattern):
        tree = sre_parse.parse(pattern)
        self.names = {number: name for name, number in tree.state.groupdict.items()}
        self.groups = {}
        return self.sequence(tree)

    def sequence(self, items):
        return "".join(getattr(self, "draw_" + str(kind).lower())(value) for kind, value in items)

    def draw_literal(self, value):
        return chr(value)

    def draw_not_literal(self, value):
        return self.draw.choice(ALPHANUMERIC.replace(chr(value), ""))

    def draw_any(self, _):
        return self.one_of(ALPHANUMERIC)

    def one_of(self, allowed):
        """Half of the time one that occurs in the words, so that a word comes about across parts of an expression."""
        likely = [c for c in self.likely if c in allowed]
        return self.draw.choice(likely if likely and self.draw.random() < 0.5 else allowed)

    def members(self, items):
        allowed = [c for c in map(chr, range(32, 127)) if self.is_in(c, items)]
        return [c for c in allowed if c in ALPHANUMERIC] or allowed

    @staticmethod
    def is_in(character, items):
        found, negated = False, False
        categories = {"CATEGORY_DIGIT": str.isdigit, "CATEGORY_NOT_DIGIT": lambda c: not c.isdigit(),
                      "CATEGORY_SPACE": str.isspace, "CATEGORY_NOT_SPACE": lambda c: not c.isspace(),
                      "CATEGORY_WORD": lambda c: c.isalnum() or c == "_",
                      "CATEGORY_NOT_WORD": lambda c: not (c.isalnum() or c == "_")}
        for kind, value in items:
            kind = str(kind)
            negated |= kind == "NEGATE"
            found |= (kind == "LITERAL" and ord(character) == value
                      or kind == "RANGE" and value[0] <= ord(character) <= value[1]
                      or kind == "CATEGORY" and categories[str(value)](character))
        return found != negated

    def draw_in(self, items):
        return self.one_of(self.members(items))

    def draw_branch(self, value):
        return self.sequence(self.draw.choice(value[1]))

    def draw_subpattern(self, value):
        number, items = value[0], value[-1]
        name = self.names.get(number)
        text = self.fixed[name] if name in self.fixed else self.sequence(items)
        self.groups[number] = text
        return text

    def draw_groupref(self, number):
        return self.groups.get(number, "")

    def draw_max_repeat(self, value):
        least, most, items = value
        most = min(most, least + 3)
        is_run = most - least >= 3 and len(items) == 1 and str(items[0][0]) in ("ANY", "IN", "NOT_LITERAL")
        if is_run and self.draw.random() < 0.5:
            word = self.draw.choice(self.words or [""])
            word = self.draw.choice([word, word.strip("_- .")])
            if self.takes(items[0], word) and len(word) >= least:
                return word
        return "".join(self.sequence(items) for _ in range(self.draw.randint(max(least, min(1, most)), most)))

    draw_min_repeat = draw_max_repeat

    def takes(self, item, word):
        kind, value = str(item[0]), item[1]
        return kind == "ANY" or all(self.is_in(c, value) if kind == "IN" else ord(c) != value for c in word)

    def draw_at(self, _):
        return ""

    draw_assert_not = draw_at

    def draw_assert(self, value):
        """What shall follow, or stand before, as if the expression took it."""
        return self.sequence(value[1])


def unescape(text):
    return re.sub(r"\\(.)", r"\1", text)


class Rule:
    """A rule of an input module, as its text and as CellProfiler evaluates it."""

    def __init__(self, setting):
        self.setting, text = setting, setting.value_text
        self.parts = [(place, sense == "does", verb, unescape(what)) for place, sense, verb, what in LITERAL.findall(text)]
        self.tags = {unescape(tag): unescape(value) for sense, tag, value in TAG.findall(text) if sense == "does"}
        self.extensions = re.findall(r"extension does (\w+)", text)

    def words(self, place):
        return [what for at, wanted, verb, what in self.parts if at == place and wanted and verb != "containregexp" and what]

    def patterns(self, place):
        return [what for at, wanted, verb, what in self.parts if at == place and wanted and verb == "containregexp"]

    def one(self, verb):
        return [what for at, wanted, known, what in self.parts if at == "file" and wanted and known == verb]

    def accepts(self, folder, name, metadata):
        for predicate in self.setting.predicates:
            if hasattr(predicate, "set_metadata_keys"):
                predicate.set_metadata_keys(sorted(set(metadata) | set(self.tags)))
        self.setting.cached_token_string = None
        tokens = self.setting.parse()
        plane = type("Plane", (), {"metadata": metadata, "path": folder + "/" + name})
        resolver = type("Resolver", (), {"get_image_plane_details": staticmethod(lambda path: plane)})
        where = ["file"] + folder.strip("/").split("/") + [name]
        found = tokens[0](("imageplane", where, resolver), *tokens[1:])
        return found is None or bool(found)


class NameMaker:
    """Draws folder, file name and metadata of the files of a pipeline.

    root: the absolute folder of the images, which rules and expressions see; methods: (source, pattern, rule or None) of
    the metadata that are extracted; accepted: rules that all files fulfil.
    """

    def __init__(self, draw, root, methods, accepted):
        self.draw, self.root, self.methods, self.accepted = draw, root, methods, accepted

    def metadata_of(self, folder, name):
        found = {}
        for source, pattern, rule in self.methods:
            if rule and not rule.accepts(self.root + folder, name, {}):
                continue
            match = re.search(pattern, name if source == "file" else (self.root + folder).rstrip("/"))
            found.update({tag: value for tag, value in (match.groupdict() if match else {}).items() if value is not None})
        row = found.get("WellRow") or found.get("Row")
        column = found.get("WellCol") or found.get("Col") or found.get("WellColumn")
        return {"Well": row + column, **found} if row and column else found

    def extension(self, rule, kind):
        named = [ENDING.search(word)[0] for word in rule.words("file") if ENDING.search(word)]
        if named:
            return named[0]
        if "isjpeg" in rule.extensions:
            return ".jpg"
        if "ispng" in rule.extensions:
            return ".png"
        return ".npy" if kind == "illumination" else ".tif"

    def file_name(self, rule, kind, tags):
        words = [word for one in [rule, *self.accepted] for word in one.words("file")] + list(tags.values())
        middle = [word for word in rule.one("contain") if word]
        own = [(pattern, only) for source, pattern, only in self.methods if source == "file"]
        pattern = self.draw.choice(rule.patterns("file")) if rule.patterns("file") else None
        if not pattern and own and (not middle or self.draw.random() < 0.8):
            pattern, only = self.draw.choice(own)
            middle += only.one("contain") + only.one("endwith") if only else []
        self.draw.shuffle(middle)
        middle.sort(key=lambda word: bool(re.search(r"\.\w+$", word)))
        name = "".join(middle)
        if pattern:
            name = RegularText(self.draw, words + [name], tags).sample(pattern)
            name += "".join(word for word in middle if word not in name)
        elif not name or self.draw.random() < 0.8:
            name = "f%d" % self.draw.randint(1, 9) + name
        name = "".join(rule.one("startwith")[:1]) + name + "".join(rule.one("endwith")[:1])
        name = (rule.one("eq") or [name])[0]
        return name if ENDING.search(name) else name + self.extension(rule, kind)

    def folder(self, rule, tags):
        texts = rule.words("directory") + rule.patterns("directory")
        own = [pattern for source, pattern, only in self.methods if source == "folder"]
        if not texts and not own:
            return self.draw.choice(["", "", "/%d" % self.draw.randint(1, 9)])
        pattern = self.draw.choice(own + [re.escape(word) for word in texts])
        text = RegularText(self.draw, rule.words("directory"), tags).sample(pattern)
        text = text[len(self.root):] if text.startswith(self.root) else text
        return "/" + re.sub(r"[^\w/ .-]+", "_", text.replace("\\", "/")).strip("/")

    def draw_name(self, rule, kind, wanted, hints, others, reached):
        """(folder, name, metadata) of a file that the rule takes, and that no rule of others takes where one is found.

        wanted: metadata that the file shall have; hints: some that it may have; reached(folder, name, metadata): whether
        it will do.
        """
        good = None
        for attempt in range(DRAWS):
            kept = {tag: value for tag, value in hints.items() if self.draw.random() < 0.7}
            tags = {**kept, **rule.tags, **wanted}
            folder, name = self.folder(rule, tags), self.file_name(rule, kind, tags)
            if not name or "/" in name or "\\" in name:
                continue
            metadata = self.metadata_of(folder, name)
            if not all(metadata.values()) or not wanted.items() <= metadata.items() or not reached(folder, name, metadata):
                continue
            if not all(one.accepts(self.root + folder, name, metadata) for one in self.accepted + [rule]):
                continue
            good = folder, name, metadata
            if not any(other.accepts(self.root + folder, name, metadata) for other in others):
                return good
            if attempt > DRAWS // 4:
                break
        return good
