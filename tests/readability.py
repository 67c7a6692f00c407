"""How a Python tree reads, in figures: `python tests/readability.py [FOLDER] [--worst]`.

The figures are a lamp for places to look at; `tests/test_house.py` holds their limits. `--worst`
lists the functions that are too complex and the comprehensions inside comprehensions.
"""

import argparse
import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

LONGEST_LINE = 100
MOST_COMPLEX = 10
# Words that can mean anything; identifiers count, too.
DIALECT = re.compile(r"\b(found|place|wanted|said|told|kept)\b")
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
BRANCHES = (
    ast.If,
    ast.IfExp,
    ast.For,
    ast.While,
    ast.ExceptHandler,
    ast.comprehension,
    ast.Assert,
    ast.match_case,
)
NO_TOKENS = {
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.COMMENT,
    tokenize.ENDMARKER,
}


class Function(NamedTuple):
    """The size of one function."""

    location: str
    complexity: int
    lines: int
    tokens: int


class File(NamedTuple):
    """What is counted in one file."""

    lines: int
    code_lines: int
    tokens: int
    conditionals: int
    comprehensions: int
    nested: list[str]
    long_lines: int
    comments: int
    dialect: int
    functions: list[Function]


def complexity(function: ast.AST) -> int:
    """Return the cyclomatic complexity as radon counts it.

    Conditional expressions, comprehensions and boolean operators count, unlike in ruff's C901.
    """
    count = 1
    for node in ast.walk(function):
        if isinstance(node, BRANCHES):
            count += 1
        if isinstance(node, ast.comprehension):
            count += len(node.ifs)
        if isinstance(node, ast.BoolOp):
            count += len(node.values) - 1
    return count


def nodes_of(tree: ast.AST, kinds: type | tuple[type, ...]) -> Iterator[ast.AST]:
    """Yield the nodes of some kinds."""
    for node in ast.walk(tree):
        if isinstance(node, kinds):
            yield node


def has_inner_comprehension(comprehension: ast.AST) -> bool:
    """Whether there is a comprehension inside a comprehension."""
    return len(list(nodes_of(comprehension, COMPREHENSIONS))) > 1


def is_comment(line: str) -> bool:
    """Whether a line has a comment for people; what tools read is none."""
    if line.lstrip().startswith("# "):
        return True
    return " # " in line and "noqa" not in line and "type:" not in line


def measure_file(path: Path) -> File:
    """Count what there is in one file."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    tree = ast.parse(text)
    tokens = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in NO_TOKENS:
            tokens.append(token)
    code_lines: set[int] = set()
    for token in tokens:
        code_lines.update(range(token.start[0], token.end[0] + 1))
    functions = []
    for node in nodes_of(tree, ast.FunctionDef):
        own_tokens = [token for token in tokens if node.lineno <= token.start[0] <= node.end_lineno]
        functions.append(
            Function(
                location=f"{path}:{node.lineno} {node.name}",
                complexity=complexity(node),
                lines=node.end_lineno - node.lineno + 1,
                tokens=len(own_tokens),
            )
        )
    comprehensions = list(nodes_of(tree, COMPREHENSIONS))
    return File(
        lines=len(lines),
        code_lines=len(code_lines),
        tokens=len(tokens),
        conditionals=len(list(nodes_of(tree, ast.IfExp))),
        comprehensions=len(comprehensions),
        nested=[
            f"{path}:{node.lineno}" for node in comprehensions if has_inner_comprehension(node)
        ],
        long_lines=sum(len(line) > LONGEST_LINE for line in lines),
        comments=sum(map(is_comment, lines)),
        dialect=len(DIALECT.findall(text.replace("_", " "))),
        functions=functions,
    )


def percentile(values: list[int], share: float) -> int:
    """Return the value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def measure(folder: Path) -> list[File]:
    """Count what there is in each file of a folder."""
    return [measure_file(path) for path in sorted(folder.rglob("*.py"))]


def figures_of(files: list[File]) -> dict[str, float]:
    """Return the figures of a tree."""

    def total(name: str) -> int:
        return sum(getattr(file, name) for file in files)

    functions = functions_of(files)
    lines = total("lines")
    return {
        "tokens": total("tokens"),
        "tokens a line": total("tokens") / lines,
        "conditional expressions per 100 lines": 100 * total("conditionals") / lines,
        "comprehensions per 100 lines": 100 * total("comprehensions") / lines,
        "nested comprehensions": len(nested_of(files)),
        "lines over 100 columns": total("long_lines"),
        "functions over complexity 10": len(complex_of(files)),
        "comments per 100 code lines": 100 * total("comments") / total("code_lines"),
        "dialect words per 1,000 lines": 1000 * total("dialect") / lines,
        "file lines p95": percentile([file.lines for file in files], 0.95),
        "function lines p95": percentile([function.lines for function in functions], 0.95),
        "function tokens p95": percentile([function.tokens for function in functions], 0.95),
    }


def functions_of(files: list[File]) -> list[Function]:
    """Return all functions of a tree."""
    functions = []
    for file in files:
        functions += file.functions
    return functions


def complex_of(files: list[File]) -> list[str]:
    """Return the functions that are too complex, the worst first."""
    functions = sorted(functions_of(files), key=lambda function: -function.complexity)
    return [
        f"{function.complexity:>4} {function.location}"
        for function in functions
        if function.complexity > MOST_COMPLEX
    ]


def nested_of(files: list[File]) -> list[str]:
    """Return where comprehensions stand inside comprehensions."""
    locations = []
    for file in files:
        locations += file.nested
    return locations


def main() -> None:
    """Print the figures of a folder."""
    parser = argparse.ArgumentParser(description="How a Python tree reads, in figures.")
    parser.add_argument("folder", nargs="?", default="coachlog", type=Path)
    parser.add_argument("--worst", action="store_true", help="list the places to begin with")
    arguments = parser.parse_args()
    files = measure(arguments.folder)
    for name, figure in figures_of(files).items():
        print(f"{name:<40}{figure:>12,.1f}")
    if arguments.worst:
        print(*complex_of(files), *nested_of(files), sep="\n")


if __name__ == "__main__":
    main()
