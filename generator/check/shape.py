"""The shape: what the schema says, both languages, and sentences that can be filled."""

import json
import re
import string
from collections.abc import Iterator

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from generator.check.base import SCHEMA, Json, Problem, a_check, walk

SHAPE = {
    "required": "缺少",
    "additionalProperties": "有不认识的键",
    "unevaluatedProperties": "有不认识的键",
    "type": "类型不对",
    "enum": "不在可选值之内",
    "const": "不在可选值之内",
    "pattern": "写法不对",
    "minimum": "太小",
    "maximum": "太大",
}


LONG = 60  # letters of a value that are shown


@a_check("schema")
def schema(rules: Json) -> Iterator[Problem]:
    """The file has the shape that rules.schema.json describes."""
    described = json.loads(SCHEMA.read_text(encoding="utf-8"))
    errors = list(Draft202012Validator(described).iter_errors(rules))
    for error in errors:
        if not _follows_from(error, errors):
            yield _misshapen(error)


def _follows_from(error: ValidationError, errors: list[ValidationError]) -> bool:
    """A key is also called unknown where its value, or one beside it, is wrong; the real error is told instead."""
    start = list(error.absolute_path)
    return error.validator == "unevaluatedProperties" and any(
        list(other.absolute_path)[: len(start)] == start for other in errors if other is not error
    )


def _misshapen(error: ValidationError) -> Problem:
    told = best_match([error]) or error
    told = next((inner for inner in told.context or () if inner.validator == "enum"), told)
    meant: Json = told.schema if isinstance(told.schema, dict) else {}
    zh, en = (
        _not_a_number(error)
        or _not_a_number(told)
        or (
            f"{SHAPE.get(str(told.validator), '不合要求')}：{_wrong(told)}",
            told.message if re.match(r"['{\w]", told.message) else f"wrong: {told.message}",
        )
    )
    return Problem(
        tuple(told.absolute_path),
        f"{zh}（{meant['title']}）" if meant.get("title") else zh,
        f"{en} ({meant['description']})" if meant.get("description") else en,
    )


def _wrong(error: ValidationError) -> str:
    """What is wrong: the keys that are missing or unknown, or the value, with those that may stand in its place."""
    if error.validator in ("required", "additionalProperties", "unevaluatedProperties"):
        return "、".join(re.findall(r"'([^']*)'", error.message))
    text = json.dumps(error.instance, ensure_ascii=False)
    text = text if len(text) < LONG else f"{text[:LONG]}…"
    allowed = error.validator_value if error.validator == "enum" else None
    return f"{text}；可选：{'、'.join(map(str, allowed))}" if isinstance(allowed, list) else text


def _not_a_number(error: ValidationError) -> tuple[str, str] | None:
    """What is wrong where a number would do, and stands in quotation marks or should be a whole one."""
    for one in _within(error):
        if one.validator == "type" and one.validator_value in ("integer", "number"):
            said = json.dumps(one.instance, ensure_ascii=False)
            if isinstance(one.instance, str) and re.fullmatch(r"-?\d+(\.\d+)?", one.instance):
                return f"数字不加引号：{said}", f"a number is written without quotation marks: {said}"
            if isinstance(one.instance, float):
                return f"应当是整数：{said}", f"a whole number is needed: {said}"
    return None


def _within(error: ValidationError) -> Iterator[ValidationError]:
    """An error, and those of the alternatives of which none fits."""
    yield error
    for inner in error.context or ():
        yield from _within(inner)


@a_check("languages")
def languages(rules: Json) -> Iterator[Problem]:
    """Whatever has a Chinese text has an English one and the other way round, and neither is empty."""
    for path, value in walk(rules):
        if isinstance(value, dict) and {"zh", "en"} & set(value):
            for lang in ("zh", "en"):
                if not str(value.get(lang) or "").strip():
                    yield Problem((*path, lang), "缺少这一语言的文字", "the text in this language is missing")


@a_check("sentences")
def sentences(rules: Json) -> Iterator[Problem]:
    """A sentence can be filled in either language from the same values."""
    for code, sentence in rules["sentences"].items():
        fields = {lang: _fields(sentence[lang]) for lang in ("zh", "en")}
        for lang, other in (("zh", "en"), ("en", "zh")):
            lost = sorted(fields[other] - fields[lang])
            if lost:
                text = ", ".join(lost)
                yield Problem(("sentences", code, lang), f"缺少{{{text}}}", f"{{{text}}} is missing here")


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
