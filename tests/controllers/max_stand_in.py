"""Stands for Max, which does not run here: carries messages along the lines of a patch as Max does.

It has the objects that our patch is made of and no others, so that an object that is not in the list is a failure.
Sound is not computed; what the objects for sound are told is kept.
"""

import json

UI = {"slider", "flonum", "number", "toggle", "button", "umenu", "comment"}


class Box:
    """A box with what it holds: the value that it shows or keeps, and everything it was ever told."""

    def __init__(self, box, home):
        self.kind, self.home, self.index = box["maxclass"], home, box.get("index")
        self.words = atoms(box.get("text", ""))
        self.name = self.words[0] if self.kind == "newobj" else self.kind
        self.given = self.words[1:]
        self.shape = (box["numinlets"], box["numoutlets"])
        self.place = box["patching_rect"][:2]
        self.kept = [*self.given] if self.name in ("int", "float", "pack") else []
        self.shown, self.items, self.told = self.words if self.kind == "comment" else [], [], []
        self.inner = {}


def atoms(text):
    """Returns the words and numbers of a text."""

    def atom(word):
        for kind in (int, float):
            try:
                return kind(word)
            except ValueError:
                pass
        return word

    return [atom(word) for word in text.split()]


class Max:
    """A patch that was opened.

    Args:
        text: The file.
        send: Takes each message that goes out: a list of an address and its arguments.
    """

    def __init__(self, text, send):
        self._send = send
        self._lines, self._receivers, self.boxes = {}, {}, []
        # Whatever waits for a time, in the order in which it began to.
        self.waiting = {}
        self.front = self._opened(json.loads(text)["patcher"], None)
        for box in self.all("loadmess"):
            self._out(box, 0, box.given)

    def _opened(self, patcher, home):
        made = {}
        for each in patcher["boxes"]:
            box = made[each["box"]["id"]] = Box(each["box"], home)
            self.boxes.append(box)
            if "patcher" in each["box"]:
                box.inner = self._opened(each["box"]["patcher"], box)
            if box.name == "r":
                self._receivers.setdefault(box.given[0], []).append(box)
        for line in patcher["lines"]:
            (source, outlet), (target, inlet) = line["patchline"]["source"], line["patchline"]["destination"]
            assert outlet < made[source].shape[1] and inlet < made[target].shape[0], line
            self._lines.setdefault((made[source], outlet), []).append((made[target], inlet))
        return made

    # -- what a test does ----------------------------------------------------------------------------------------

    def all(self, name):
        """Returns all objects of a name, wherever they are."""
        return [box for box in self.boxes if box.name == name]

    def inside(self, name):
        """Returns the box of an inner patcher."""
        return next(box for box in self.all("p") if box.given == [name])

    def into(self, target, inlet):
        """Returns the box on the front that leads to an inlet."""
        return next(box for (box, _), ends in self._lines.items() for end in ends if end == (target, inlet))

    def out_of(self, source, outlet):
        """Returns the box to which an outlet leads."""
        return self._lines[source, outlet][0][0]

    def inlet_of(self, source, outlet):
        """Returns the number of the inlet to which an outlet leads."""
        return self._lines[source, outlet][0][1]

    def touch(self, box, *given):
        """Does what a hand does: moves, types, clicks."""
        self.tell(box, 0, list(given) or ["bang"])

    def choose(self, menu, name):
        """Takes a name from a menu."""
        menu.shown = [name]
        self._out(menu, 1, name.split(" "))

    def hear(self, words):
        """Brings a message from the network."""
        (box,) = self.all("udpreceive")
        self._out(box, 0, words)

    def beat(self):
        """Lets everything happen that waits for a time."""
        due, self.waiting = self.waiting, {}
        for box in due:
            self._out(box, 0, ["bang"])
            if box.name == "metro":
                self.waiting.setdefault(box)

    # -- what Max does -------------------------------------------------------------------------------------------

    def _out(self, box, outlet, words):
        # From right to left, as Max does it.
        for target, inlet in sorted(self._lines.get((box, outlet), []), key=lambda end: end[0].place, reverse=True):
            self.tell(target, inlet, words)

    def tell(self, box, inlet, words):
        """Brings a message to an inlet."""
        box.told.append(words)
        if box.kind in UI:
            self._shown(box, words)
        elif box.kind == "message":
            filled = [words[int(word[1:]) - 1] if str(word).startswith("$") else word for word in box.words]
            self._out(box, 0, filled)
        elif box.kind == "outlet":
            self._out(box.home, box.index - 1, words)
        elif box.name == "p":
            way = next(each for each in box.inner.values() if each.kind == "inlet" and each.index == inlet + 1)
            self._out(way, 0, words)
        else:
            self._object(box, inlet, words)

    def _shown(self, box, words):
        match words:
            case ["set", *said]:
                box.shown = said
            case ["clear"]:
                box.items = []
            case ["append", *name]:
                box.items.append(" ".join(map(str, name)))
            case ["setsymbol", *name]:
                box.shown = name if " ".join(map(str, name)) in box.items else box.shown
            case _:
                assert box.kind not in ("umenu", "comment"), words
                box.shown = words
                self._out(box, 0, words)

    def _object(self, box, inlet, words):
        match box.name:
            case "udpsend":
                if words[0] not in ("host", "port"):
                    self._send(words)
            case "s":
                for receiver in self._receivers.get(box.given[0], []):
                    self._out(receiver, 0, words)
            case "prepend":
                self._out(box, 0, [*box.given, *words])
            case "route":
                if words[0] in box.given:
                    self._out(box, box.given.index(words[0]), words[1:] or ["bang"])
            case "sel":
                if words[0] in box.given:
                    self._out(box, box.given.index(words[0]), ["bang"])
            case "t":
                for outlet, kind in reversed(list(enumerate(box.given))):
                    said = {"b": ["bang"], "l": words, "s": words[:1], "i": words[:1]}.get(kind, [kind])
                    self._out(box, outlet, said)
            case "unpack":
                for outlet, word in reversed(list(enumerate(words[: len(box.given)]))):
                    self._out(box, outlet, [word])
            case "int" | "float" | "pack":
                if words != ["bang"]:
                    box.kept[inlet if box.name == "pack" else 0] = words[0]
                if inlet == 0:
                    self._out(box, 0, list(box.kept))
            case "delay":
                self.waiting.setdefault(box)
            case "metro":
                self.waiting.setdefault(box)
                self._out(box, 0, ["bang"])
            case "tosymbol":
                self._out(box, 0, [" ".join(map(str, words))])
            case "iter":
                for word in words:
                    self._out(box, 0, [word])
            case "zl.change":
                if box.kept != words:
                    box.kept = words
                    self._out(box, 0, words)
            case "zl.reg":
                box.kept = box.kept if words == ["bang"] else words
                if box.kept:
                    self._out(box, 0, box.kept)
            case "counter":
                low, high = box.given
                box.kept = [low if not box.kept or box.kept[0] == high else box.kept[0] + 1]
                self._out(box, 0, box.kept)
            case "gate":
                if inlet == 0:
                    box.kept = words
                elif box.kept:
                    self._out(box, box.kept[0] - 1, words)
            case "strippath":
                self._out(box, 0, [words[0].replace("\\", "/").rsplit("/", 1)[-1]])
            case "conformpath":
                self._out(box, 0, [words[0].replace("\\", "/")])
            case "sfplay~" | "line~" | "*~" | "-~" | "cos~" | "ezdac~":
                pass
            case _:
                raise AssertionError(f"an object that is not known: {box.words}")
