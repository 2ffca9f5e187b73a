"""The parser: reads a condition's text, and knows at each place what may come next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar, get_args

import msgspec

from domain.blocks.conditions.expressions import (
    PLAIN_ID,
    PLAIN_NAME,
    Arithmetic,
    ArithmeticSign,
    Comparison,
    ComparisonSign,
    Expression,
    Joined,
    Joint,
    Lookup,
    Named,
    Negative,
    Not,
    Number,
    Path,
    Text,
    YesNo,
)
from domain.blocks.conditions.options import MEANINGS, Group, Option, in_words, near
from domain.blocks.conditions.tokens import Token, token_at
from domain.blocks.conditions.vocabulary import (
    RESERVED,
    Ambiguous,
    Kind,
    Noun,
    Tree,
    Vocabulary,
    full_id,
)
from domain.blocks.errors import LunarError

M = TypeVar("M")
W = TypeVar("W", bound=str)

LONGEST = 500
"""How many characters a condition may have."""

DEEPEST = 20
"""How many parentheses, `not` and `-` may stand within each other."""

NUMBER: Kind = "number"
TEXT: Kind = "text"
YES_NO: Kind = "yes or no"
VALUE: Kind = "value"

COMPARISONS: tuple[ComparisonSign, ...] = get_args(ComparisonSign)
EQUALITIES: tuple[ComparisonSign, ...] = ("=", "!=")
SUMS: tuple[ArithmeticSign, ...] = ("+", "-")
PRODUCTS: tuple[ArithmeticSign, ...] = ("*", "/")


class ConditionFault(LunarError):
    """A text that is no condition: the column where it goes wrong, counted from 1, and why."""

    def __init__(self, column: int, why: str) -> None:
        super().__init__(f"Column {column}: {why if why.endswith('?') else f'{why}.'}")
        self.column = column


class _Part(NamedTuple):
    """A part that was read: what kind of value it is, and where it begins."""

    expression: Expression
    kind: Kind
    start: int


class Parser(Generic[M]):
    """Reads one text. `known` is what tells the ids that there are, to complete shortened ones."""

    def __init__(self, text: str, vocabulary: Vocabulary[M], known: M | None = None) -> None:
        self._text = text
        self._vocabulary = vocabulary
        self._known = known
        self._at = 0
        self._depth = 0
        self._options: list[Option] = []

    @property
    def options(self) -> Sequence[Option]:
        """What may come after the text, once it was read; nothing if it went wrong before."""
        if self._peek().kind != "end":
            return ()
        return list({option.text: option for option in self._options}.values())

    def read(self) -> Expression:
        """The whole text as a condition. Raises `ConditionFault`."""
        if len(self._text) > LONGEST:
            raise ConditionFault(LONGEST + 1, f"a condition has at most {LONGEST} characters")
        part = self._joined_by_or()
        token = self._peek()
        if token.kind != "end":
            raise self._misplaced(token, "the end")
        return self._checked(part, YES_NO).expression

    def _joined_by_or(self) -> _Part:
        return self._joined("or", self._joined_by_and)

    def _joined_by_and(self) -> _Part:
        return self._joined("and", self._maybe_not)

    def _joined(self, joint: Joint, part: Callable[[], _Part]) -> _Part:
        left = part()
        while left.kind in {YES_NO, VALUE} and self._take((joint,), "word"):
            right = self._checked(part(), YES_NO)
            left = _Part(Joined(joint, left.expression, right.expression), YES_NO, left.start)
        return left

    def _maybe_not(self) -> _Part:
        start = self._peek().start
        if not self._take(("not",), "word"):
            return self._comparison()
        with_not = self._checked(self._nested(self._maybe_not), YES_NO)
        return _Part(Not(with_not.expression), YES_NO, start)

    def _comparison(self) -> _Part:
        left = self._sum(None)
        possible = COMPARISONS if left.kind in {NUMBER, VALUE} else EQUALITIES
        sign = self._take(possible, "comparison")
        if sign is None:
            token = self._peek()
            if token.text in COMPARISONS:
                raise self._fault(token.start, f"only `=` and `!=` compare a {left.kind}")
            return left
        wanted = None if left.kind == VALUE else left.kind
        right = self._checked(self._sum(wanted), left.kind)
        return _Part(Comparison(sign, left.expression, right.expression), YES_NO, left.start)

    def _sum(self, wanted: Kind | None) -> _Part:
        return self._arithmetic(SUMS, self._product, wanted)

    def _product(self, wanted: Kind | None) -> _Part:
        return self._arithmetic(PRODUCTS, self._signed, wanted)

    def _arithmetic(
        self,
        signs: tuple[ArithmeticSign, ...],
        part: Callable[[Kind | None], _Part],
        wanted: Kind | None,
    ) -> _Part:
        left = part(wanted)
        while left.kind in {NUMBER, VALUE} and (sign := self._take(signs, "arithmetic")):
            right = self._checked(part(NUMBER), NUMBER)
            left = _Part(Arithmetic(sign, left.expression, right.expression), NUMBER, left.start)
        return left

    def _signed(self, wanted: Kind | None) -> _Part:
        token = self._peek()
        if token.text != "-":
            return self._atom(token, wanted)
        self._move(token.end)
        negative = self._checked(self._nested(lambda: self._signed(NUMBER)), NUMBER)
        return _Part(Negative(negative.expression), NUMBER, token.start)

    def _atom(self, token: Token, wanted: Kind | None) -> _Part:
        match token.kind:
            case "number":
                self._move(token.end)
                return _Part(Number(self._number(token)), NUMBER, token.start)
            case "text":
                self._move(token.end)
                return _Part(Text(self._unquoted(token)), TEXT, token.start)
            case "word" if token.text.lower() in {"yes", "no"}:
                self._move(token.end)
                return _Part(YesNo(token.text.lower() == "yes"), YES_NO, token.start)
            case "word" if name := self._vocabulary.names.get(token.text.lower()):
                self._move(token.end)
                return _Part(Named(name.word), name.kind, token.start)
            case "word" if noun := self._vocabulary.nouns.get(token.text.lower()):
                self._move(token.end)
                return self._lookup(noun, token.start, wanted)
            case "word" if tree := self._vocabulary.trees.get(token.text.lower()):
                self._move(token.end)
                return self._path(tree, token.start)
            case "sign" if token.text == "(":
                self._move(token.end)
                inner = self._nested(self._joined_by_or)
                if not self._take((")",), "parenthesis"):
                    raise self._misplaced(self._peek())
                return inner._replace(start=token.start)
        raise self._no_atom(token, wanted)

    def _no_atom(self, token: Token, wanted: Kind | None) -> ConditionFault:
        for name in self._vocabulary.names.values():
            if wanted in {None, name.kind}:
                self._options.append(Option(name.word, "name", name.about))
        for noun in self._vocabulary.nouns.values():
            if wanted in {None, YES_NO, *(field.kind for field in noun.fields)}:
                self._options.append(Option(noun.word, "noun", noun.about))
        for tree in self._vocabulary.trees.values():
            self._options.append(Option(tree.word, "name", tree.about))
        if wanted in {None, YES_NO}:
            self._options += [Option("yes", "word", "it is so"), Option("no", "word", "it is not")]
        if token.kind == "word" and token.text.lower() not in RESERVED:
            question = near(token.text, self._options)
            return self._fault(token.start, f"there is no name `{token.text}`{question}")
        literal = {NUMBER: ("a number",), TEXT: ('a text such as `"ada"`',)}
        others = literal.get(wanted, ()) if wanted else ("a number",)
        return self._misplaced(token, *others)

    def _lookup(self, noun: Noun[M], start: int, wanted: Kind | None) -> _Part:
        row = self._id(noun)
        token = self._peek()
        options = [
            Option(field.word, "field", field.about)
            for field in noun.fields
            if wanted in {None, field.kind}
        ]
        if token.kind == "end":
            self._options += options
            if options and wanted not in {None, YES_NO}:
                raise self._misplaced(token)
        if token.kind != "word" or token.text.lower() in RESERVED:
            return _Part(Lookup(noun.word, row, None), YES_NO, start)
        for field in noun.fields:
            if field.word == token.text.lower():
                self._move(token.end)
                return _Part(Lookup(noun.word, row, field.word), field.kind, start)
        question = near(token.text, options)
        raise self._fault(token.start, f"a {noun.word} has no field `{token.text}`{question}")

    def _path(self, tree: Tree[M], start: int) -> _Part:
        names: list[str] = []
        while self._take((".",), "field"):
            token = self._peek()
            plain = PLAIN_NAME.match(self._text, token.start)
            if token.kind == "text":
                names.append(self._unquoted(token))
                self._move(token.end)
            elif plain:
                names.append(plain[0])
                self._move(plain.end())
            else:
                raise self._misplaced(token, "the name of a field")
        if not names:
            raise self._fault(self._peek().start, f"here `.` and a field of {tree.word} is due")
        return _Part(Path(tree.word, tuple(names)), VALUE, start)

    def _id(self, noun: Noun[M]) -> str:
        ids = [] if self._known is None else list(noun.ids(self._known))
        token = self._peek()
        plain = PLAIN_ID.match(self._text, token.start)
        if token.kind == "text":
            typed, end = self._unquoted(token), token.end
        elif plain:
            typed, end = plain[0], plain.end()
        else:
            self._options += [Option(each, "id", noun.mark(each)) for each in ids]
            raise self._fault(token.start, f"the id of a {noun.word} is missing")
        self._move(end)
        try:
            return full_id(typed, ids, noun.mark)
        except Ambiguous as fault:
            raise self._fault(token.start, str(fault).removesuffix(".")) from fault

    def _nested(self, read: Callable[[], _Part]) -> _Part:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._fault(self._at, f"no more than {DEEPEST} parts may stand within each other")
        part = read()
        self._depth -= 1
        return part

    def _checked(self, part: _Part, kind: Kind) -> _Part:
        if part.kind == kind or VALUE in {part.kind, kind}:
            return part
        token = self._peek()
        if kind == YES_NO and token.kind == "end":
            raise self._fault(token.start, f"a {part.kind} alone says nothing: compare it")
        raise self._fault(part.start, f"this is a {part.kind}, where a {kind} is needed")

    def _number(self, token: Token) -> int | float:
        try:
            value: int | float = msgspec.json.decode(token.text, type=int | float)
        except msgspec.DecodeError as error:
            raise self._fault(token.start, f"`{token.text}` is no number that fits here") from error
        return value

    def _unquoted(self, token: Token) -> str:
        try:
            return msgspec.json.decode(token.text, type=str)
        except (msgspec.DecodeError, UnicodeEncodeError) as error:
            raise self._fault(token.start, "this text cannot be read as it is quoted") from error

    def _peek(self) -> Token:
        return token_at(self._text, self._at)

    def _move(self, end: int) -> None:
        self._at = end
        self._options = []

    def _take(self, texts: tuple[W, ...], group: Group) -> W | None:
        token = self._peek()
        typed = "=" if token.text == "==" else token.text.lower()
        for text in texts:
            if text == typed and token.kind in {"word", "sign"}:
                self._move(token.end)
                return text
        self._options += [Option(text, group, MEANINGS[text]) for text in texts]
        return None

    def _misplaced(self, token: Token, *others: str) -> ConditionFault:
        expected = in_words(self._options, *others)
        if token.kind == "end":
            return self._fault(token.start, f"the condition ends too soon: here {expected} is due")
        if token.text == '"':
            return self._fault(token.start, "the text that begins here has no closing quote")
        question = near(token.text, self._options)
        return self._fault(
            token.start, f"`{token.text}` does not fit here{question or f': {expected} is due'}"
        )

    def _fault(self, start: int, why: str) -> ConditionFault:
        return ConditionFault(start + 1, why)
