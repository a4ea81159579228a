"""A naive spreadsheet: enough of one to work out the formulas of the template, so that nothing has to be installed.

    work_out('=IF(ISNUMBER(G6),IF(G6<0.85,"Red","Green"),"")', 0.84) -> "Red"

Every formula of the template asks of one cell only, so any reference stands for its value. None is an empty cell.
Numbers are floats, as in a spreadsheet.
"""

import re

_TOKEN = re.compile(r'\s*("[^"]*"|[A-Z]+[0-9]+|[A-Z]+(?=\()|[0-9.]+|<=|>=|<>|[<>=(),])')
_FUNCTIONS = {
    "IF": lambda test, yes, no: yes if test else no,
    "AND": lambda *tests: all(tests),
    "OR": lambda *tests: any(tests),
    "ISNUMBER": lambda value: isinstance(value, float),
    # A text has no whole part; in a spreadsheet the whole formula would fail, unless an IF leaves it out.
    "INT": lambda value: value // 1 if isinstance(value, float) else None,
}


def work_out(formula, value):
    assert formula.startswith("=")
    tokens = _TOKEN.findall(formula[1:])
    assert "".join(tokens) == formula[1:], "a formula of a kind that the template doesn't have"
    found, rest = _comparison(tokens, float(value) if isinstance(value, int) else value)
    assert rest == []
    return found


def _comparison(tokens, value):
    left, tokens = _operand(tokens, value)
    if not tokens or tokens[0] not in ("<", "<=", ">", ">=", "=", "<>"):
        return left, tokens
    right, rest = _operand(tokens[1:], value)
    return _compare(left, tokens[0], right), rest


def _operand(tokens, value):
    token, *rest = tokens
    if token.startswith('"'):
        return token[1:-1], rest
    if token in _FUNCTIONS:
        arguments, rest = [], rest[1:]
        while True:
            argument, (end, *rest) = _comparison(rest, value)
            arguments.append(argument)
            if end == ")":
                return _FUNCTIONS[token](*arguments), rest
    return (value if token[0].isalpha() else float(token)), rest


def _compare(left, sign, right):
    """An empty cell equals "", a text is more than any number, and case doesn't count."""
    left, right = (_sortable(side, other) for side, other in ((left, right), (right, left)))
    return {"=": left == right, "<>": left != right, "<": left < right, "<=": left <= right,
            ">": left > right, ">=": left >= right}[sign]  # fmt: skip


def _sortable(side, other):
    if side is None:
        side = "" if isinstance(other, str) else 0.0
    return (1, side.lower()) if isinstance(side, str) else (0, side)
