"""The description of a bundle as RO-Crate: files, corpora, runs and software.

Reference: RO-Crate 1.2, https://w3id.org/ro/crate/1.2; runs and the making of the bundle are
actions as in Process Run Crate, https://w3id.org/ro/wfrun/process.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dashboard.citing.credit_entities import citation_entity, licence_entity
from dashboard.citing.planning import Plan
from dashboard.citing.question import FILE, Question
from dashboard.citing.runs import RunTold
from dashboard.citing.software import HOMES, SIGNATLAS
from dashboard.citing.tables import file_digest
from dashboard.citing.withheld import without_folders
from store.consent import Credit

if TYPE_CHECKING:
    from rocrate.rocrate import ROCrate

METADATA: Final = "ro-crate-metadata.json"
SPECIFICATION: Final = "1.2"
FORMATS: Final[Mapping[str, str]] = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".json": "application/json",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
}
Ref = dict[str, str]


def write_crate(
    folder: Path,
    plan: Plan,
    question: Question,
    runs: Sequence[RunTold],
    made: datetime,
) -> None:
    """Write the description of all files of a bundle beside them.

    Args:
        folder: the bundle, complete but for this.
        plan: what it holds.
        question: what was asked.
        runs: all runs behind it.
        made: when, with its time zone.
    """
    # Brings network libraries that nothing else here needs.
    from rocrate.rocrate import ROCrate  # noqa: PLC0415

    crate = ROCrate(version=SPECIFICATION)
    crate.metadata.extra_terms["sha256"] = "http://schema.org/sha256"
    files = _add_files(crate, folder, question)
    software = _add_software(crate, question.software)
    for credit in plan.credits:
        _add_corpus(crate, credit)
    known = {run.run_id for run in runs}
    for run in runs:
        _add_run(crate, run, known, {credit.corpus for credit in plan.credits})
    _add_making(crate, question, files, software, made)
    _describe_root(crate, plan, question, runs, made)
    crate.metadata.write(folder)


def entity_id(kind: str, name: str) -> str:
    """Return the id of something that is described, but is no file."""
    return f"#{kind}-{name}"


def _ref(kind: str, name: str) -> Ref:
    return {"@id": entity_id(kind, name)}


def _add(crate: "ROCrate", id_: str, **told: Any) -> None:
    """Add what is known of something, once; empty values are not said."""
    if crate.dereference(id_) is not None:
        return
    known = {
        name: _alone(value) if isinstance(value, list) else value
        for name, value in told.items()
        if value not in ("", [], None)
    }
    kind = known.pop("type")
    crate.add_jsonld({"@id": id_, "@type": kind, **known})


def _add_files(crate: "ROCrate", folder: Path, question: Question) -> dict[str, Ref]:
    """Describe every file, and return how each is referred to, by its name."""
    names = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != METADATA
    )
    found = {}
    for name in names:
        path = folder / name
        told = {
            "name": name,
            "description": _what(name, question),
            "encodingFormat": FORMATS[path.suffix],
            "contentSize": str(path.stat().st_size),
            "sha256": file_digest(path),
        }
        # Its id is the name as part of an address: `=` stands there as `%3D`.
        found[name] = {"@id": str(crate.add_file(path, name, properties=told).id)}
    return found


def _what(name: str, question: Question) -> str:
    folder, _, rest = name.partition("/")
    if folder == "tables":
        return f"{question.title}: the table {Path(rest).stem}."
    if folder == "store":
        table = rest.split("/")[1] if rest.startswith("tables/") else ""
        return f"Rows of table {table} that were read." if table else "Store's version."
    known = {
        FILE: "What was asked, and what is to come out again.",
        "figure.json": f"{question.title}: the figure, as Plotly's JSON.",
        "figure.html": f"{question.title}: the figure, to be opened in a browser.",
    }
    return known.get(
        name, "What this is, whose data it shows, how to compute it again."
    )


def _add_software(crate: "ROCrate", versions: Mapping[str, str]) -> list[Ref]:
    for name, version in versions.items():
        _add(
            crate,
            entity_id("software", name),
            type="SoftwareApplication",
            name=name,
            softwareVersion=version,
            version=version,
            url=HOMES.get(name),
        )
    return [_ref("software", name) for name in versions]


def _add_corpus(crate: "ROCrate", credit: Credit) -> None:
    licence, citation = licence_entity(credit), citation_entity(credit)
    for entity in (licence, citation):
        if entity is not None:
            told = {name: value for name, value in entity.items() if name[0] != "@"}
            _add(crate, entity["@id"], type=entity["@type"], **told)
    kind = "Synthetic: generated by computer. " if credit.synthetic else ""
    _add(
        crate,
        entity_id("corpus", credit.corpus),
        type="Dataset",
        name=credit.title,
        identifier=credit.corpus,
        description=f"{kind}{credit.line}.",
        license={"@id": licence["@id"]},
        citation={"@id": citation["@id"]} if citation else None,
    )


def _add_run(
    crate: "ROCrate", run: RunTold, known: set[str], corpora: set[str]
) -> None:
    settings = without_folders(dict(run.recipe)) | {"seed": run.seed}
    for name, value in settings.items():
        _add(
            crate,
            entity_id("setting", f"{run.run_id}-{name}"),
            type="PropertyValue",
            name=name,
            value=value
            if isinstance(value, str)
            else json.dumps(value, sort_keys=True),
        )
    software = f"{SIGNATLAS}-{run.code_version}"
    _add(
        crate,
        entity_id("software", software),
        type="SoftwareApplication",
        name=SIGNATLAS,
        softwareVersion=run.code_version,
        version=run.code_version,
        url=HOMES[SIGNATLAS],
    )
    read = [_ref("run", name) for name in run.inputs if name in known]
    read += [_ref("corpus", name) for name in run.corpora if name in corpora]
    _add(
        crate,
        entity_id("run", run.run_id),
        type="CreateAction",
        name=f"{run.step} {run.run_id}",
        identifier=run.run_id,
        description=f"Step {run.step} of {SIGNATLAS}; it ended as {run.state}.",
        startTime=_time(run.started_ms),
        endTime=None if run.ended_ms is None else _time(run.ended_ms),
        instrument=_ref("software", software),
        object=read,
        additionalProperty=[
            _ref("setting", f"{run.run_id}-{name}") for name in settings
        ],
    )


def _add_making(
    crate: "ROCrate",
    question: Question,
    files: Mapping[str, Ref],
    software: Sequence[Ref],
    made: datetime,
) -> None:
    results = [name for name in files if name.startswith(("tables/", "figure."))]
    read = [FILE, *(name for name in files if name.startswith("store/"))]
    _add(
        crate,
        "#making",
        type="CreateAction",
        name=f"{question.title}, computed",
        description="What `signatlas reproduce` does again.",
        endTime=made.isoformat(),
        instrument=_ref("software", SIGNATLAS),
        softwareRequirements=list(software),
        object=[files[name] for name in read],
        result=[files[name] for name in results],
    )


def _describe_root(
    crate: "ROCrate",
    plan: Plan,
    question: Question,
    runs: Sequence[RunTold],
    made: datetime,
) -> None:
    root = crate.root_dataset
    told = ", ".join(
        f"{name} {value}"
        for name, value in plan.parameters.items()
        if value is not None
    )
    root["name"] = f"{question.title} ({told})" if told else question.title
    root["description"] = (
        f"A table, with its figure where there is one, computed by {SIGNATLAS} "
        f"{question.software.get(SIGNATLAS, '')} from "
        f"{', '.join(credit.title for credit in plan.credits) or 'no corpus'}; "
        "`signatlas reproduce` computes it again and compares."
    )
    root["datePublished"] = made.date().isoformat()
    licences = list(dict.fromkeys(licence_entity(c)["@id"] for c in plan.credits))
    if plan.author:
        _add(crate, "#author", type="Person", name=plan.author)
        root["author"] = root["publisher"] = {"@id": "#author"}
    root["license"] = _alone([{"@id": name} for name in licences])
    based = [_ref("corpus", credit.corpus) for credit in plan.credits]
    root["isBasedOn"] = _alone(based)
    actions = ["#making", *(entity_id("run", run.run_id) for run in runs)]
    root["mentions"] = _alone([{"@id": name} for name in actions])


def _alone(told: list[Ref]) -> list[Ref] | Ref:
    """Return the only one of a list by itself, as the specification recommends."""
    return told[0] if len(told) == 1 else told


def _time(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="seconds")
