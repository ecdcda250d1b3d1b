"""The removal of comments, merge sources and paths: they must not go out with a letter.

Comments, the data source of Word's own mail merge (a path of the association's disk, and a
query that Word would offer to run), the path of the attached template, and digital signatures, which hold
for the model letter alone. What a manager must decide on, such as tracked changes, is refused instead.
"""

from __future__ import annotations

from lxml import etree

from noticemerge.problems import Problem, WordPlace, problem
from noticemerge.template.element_spans import Spans
from noticemerge.template.package import W, WordPackage, parse_xml, rels_name
from noticemerge.template.tags import TAG_BEGINS, as_utf8

_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_ANCHORS = {"commentRangeStart", "commentRangeEnd", "commentReference"}
# Google Docs writes one into every table, without an author: it tells of no change (§17.13.5.33).
_NO_CHANGES = {"tblGridChange"}
# ECMA-376 part 2 §13.2.2: the relationship of the package that signatures hang on.
_SIGNATURES = {"origin"}
_SETTINGS = {"mailMerge", "attachedTemplate"}
# What nearly every part begins with, and how far its first tag reaches.
_USUAL, _HEAD = f'xmlns:w="{W}"'.encode(), 8192
_COMMENT_PARTS = {"comments", "commentsExtended", "commentsIds", "commentsExtensible", "people"}
_SOURCES = {
    "mailMergeSource",
    "mailMergeHeaderSource",
    "mailMergeRecipientData",
    "recipientData",
    "attachedTemplate",
}


def cleaned(package: WordPackage) -> tuple[WordPackage, list[Problem]]:
    """The package without its past, and what was left out; the same package when there was nothing."""
    changed: dict[str, bytes] = {}
    dropped: set[str] = set()
    notes = []
    place = WordPlace(file=package.file)
    has_comments = any(r.kind == "comments" for r in package.relationships(package.main))
    left_out = _leave_out(package, package.main, _COMMENT_PARTS, changed, dropped)
    for part in package.text_parts():
        if part.is_word and part.name.lower() not in dropped:
            _cut(package, part.name, _NO_CHANGES | (_ANCHORS if left_out else set()), changed)
    if has_comments:
        notes.append(problem("NM-T50", place))
    if _leave_out(package, "", _SIGNATURES, changed, dropped):
        notes.append(problem("NM-T122", place))
    settings = next((r.target for r in package.relationships(package.main) if r.kind == "settings"), "")
    if settings and package.has(settings) and _cut(package, settings, _SETTINGS, changed):
        _leave_out(package, settings, _SOURCES, changed, dropped)
        notes.append(problem("NM-T51", place))
    for part in package.text_parts():
        if part.is_word and part.name.lower() not in dropped:
            _unbind(package, part.name, changed)
            _with_usual_prefix(package, part.name, changed)
    if not changed:
        return package, []
    # A picture in a comment hangs on the comments alone, and must not go out without them.
    left = _reached(package.replacing(changed, dropped))
    dropped |= {name for name in _reached(package) if name not in left}
    _forget_types(package, dropped, changed)
    return package.replacing(changed, dropped), notes


def _reached(package: WordPackage) -> set[str]:
    """The names, in lower case, of the parts that relationships lead to."""
    found: set[str] = set()
    to_visit = [""]
    while to_visit:
        for relation in package.relationships(to_visit.pop()):
            name = relation.target.lower()
            if not relation.external and package.has(name) and name not in found:
                found.add(name)
                to_visit.append(relation.target)
    return found


def _leave_out(
    package: WordPackage, part: str, kinds: set[str], changed: dict[str, bytes], dropped: set[str]
) -> bool:
    """Take the relationships of these kinds out of a part, and the parts they lead to."""
    gone = {r.id: r for r in package.relationships(part) if r.kind in kinds}
    if not gone:
        return False
    dropped.update(r.target.lower() for r in gone.values() if not r.external)
    name = rels_name(part)
    root = package.tree(name)
    changed[name] = _without(package.data(name), root, [el for el in root if el.get("Id") in gone])
    return True


def _cut(package: WordPackage, part: str, names: set[str], changed: dict[str, bytes]) -> bool:
    data = as_utf8(package.data(part))
    if not any(name.encode() in data for name in names):  # to parse it takes twenty times as long
        return False
    root = package.tree(part)
    found = list(root.iter(*(f"{{{W}}}{name}" for name in names)))
    if found:
        changed[part] = _without(data, root, found)
    return bool(found)


def _unbind(package: WordPackage, part: str, changed: dict[str, bytes]) -> None:
    """A content control with a tag in it shows what the letter says, not what a store behind it holds.

    Word fills a bound control from its store whenever it opens the letter (ECMA-376 part 1 §17.5.2.6).
    """
    data = changed.get(part) or as_utf8(package.data(part))
    if b"dataBinding" not in data:
        return
    root = parse_xml(data, package.file, part)
    bound = [
        el
        for el in root.iter(f"{{{W}}}dataBinding", f"{{{_W15}}}dataBinding")
        if (control := next(el.iterancestors(f"{{{W}}}sdt"), None)) is not None
        and TAG_BEGINS.search("".join(t.text or "" for t in control.iter(f"{{{W}}}t")))
    ]
    if bound:
        changed[part] = _without(data, root, bound)


def _with_usual_prefix(package: WordPackage, part: str, changed: dict[str, bytes]) -> None:
    """A part with tags from a writer that does not call the namespace w, as Word does, written anew."""
    data = changed.get(part) or as_utf8(package.data(part))
    if _USUAL in data[:_HEAD]:
        return
    root = parse_xml(data, package.file, part)
    texts = "".join(t.text or "" for t in root.iter(f"{{{W}}}t"))
    if root.nsmap.get("w") == W or not (
        TAG_BEGINS.search(texts) or b"fldChar" in data or b"fldSimple" in data
    ):
        return
    others = {prefix: uri for prefix, uri in root.nsmap.items() if prefix and uri != W}
    usual = etree.Element(root.tag, nsmap={**others, "w": W})
    usual.attrib.update(root.attrib)
    usual.extend(list(root))
    etree.cleanup_namespaces(usual, top_nsmap={"w": W}, keep_ns_prefixes=list(others))
    changed[part] = etree.tostring(usual, xml_declaration=True, encoding="UTF-8", standalone=True)


def _forget_types(package: WordPackage, dropped: set[str], changed: dict[str, bytes]) -> None:
    name = "[Content_Types].xml"
    root = package.tree(name)
    gone = [el for el in root if el.get("PartName", "").lstrip("/").lower() in dropped]
    if gone:
        changed[name] = _without(package.data(name), root, gone)


def _without(data: bytes, root: etree._Element, gone: list[etree._Element]) -> bytes:
    """The part's bytes without these elements, all others as they were."""
    spans = Spans(root, data)
    out, at = [], 0
    for span in sorted((spans[el] for el in gone), key=lambda span: span.start):
        out.append(data[at : span.start])
        at = span.end
    return b"".join([*out, data[at:]])
