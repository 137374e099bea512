import pytest

from store.elan import document as elan
from store.elan.times import timed_annotations
from tests.store.elan.elan_maker import aligned, hanging, made_document

Times = dict[str, tuple[int, int]]


def found(document: elan.Document) -> tuple[Times, list[str]]:
    timed, problems = timed_annotations(document)
    return (
        {t.annotation_id: (t.start_ms, t.end_ms) for t in timed},
        [problem.kind for problem in problems],
    )


def test_times__nothing() -> None:
    assert found(elan.Document("", "")) == ({}, [])


def test_times__slots_without_value_divide_their_tier_evenly() -> None:
    first = elan.Tier(
        "A", "free", (aligned("a", 1, 2), aligned("b", 2, 4), aligned("c", 4, 5))
    )
    second = elan.Tier("B", "free", (aligned("d", 1, 3), aligned("e", 3, 5)))

    times, problems = found(made_document([first, second], [0, None, None, None, 900]))

    assert times == {
        "a": (0, 300),
        "b": (300, 600),
        "c": (600, 900),
        "d": (0, 450),
        "e": (450, 900),
    }
    assert not problems


def test_times__a_slot_between_others_of_the_document() -> None:
    tier = elan.Tier("A", "free", (aligned("a", 1, 2), aligned("b", 2, 3)))
    alone = elan.Tier("A", "free", (aligned("a", 2, 4),))

    assert found(made_document([alone], [0, None, 200, 500]))[0] == {"a": (100, 500)}
    assert found(made_document([tier], [0, None, None]))[1] == ["no-time", "no-time"]


def test_times__reference_annotations_inherit_and_divide() -> None:
    tiers = [
        elan.Tier("Third", "one to one", (hanging("c1", "b2"),)),
        elan.Tier(
            "Parts",
            "parts",
            (
                hanging("b3", "a", "z", "b2"),
                hanging("b1", "a"),
                hanging("b2", "a", "", "b1"),
            ),
        ),
        elan.Tier("Gloss", "free", (aligned("a", 1, 2),)),
    ]

    times, problems = found(made_document(tiers, [100, 400]))

    assert not problems
    assert times == {
        "a": (100, 400),
        "b1": (100, 200),
        "b2": (200, 300),
        "b3": (300, 400),
        "c1": (200, 300),
    }


@pytest.mark.parametrize(
    ("annotations", "slots", "kinds", "kept"),
    [
        ([hanging("a", "a")], [], ["cyclic-reference"], []),
        ([hanging("a", "b"), hanging("b", "a")], [], ["cyclic-reference"] * 2, []),
        ([hanging("a", "gone")], [], ["lost-reference"], []),
        ([aligned("a", 1, 9), hanging("b", "a")], [0], ["no-time"] * 2, []),
        ([aligned("a", 1, 2)], [500, 400], ["bad-times"], []),
        ([aligned("a", 1, 1)], [500], ["bad-times"], []),
        (
            [aligned("a", 1, 2), aligned("a", 1, 2)],
            [0, 9],
            ["repeated-annotation"],
            ["a"],
        ),
        (
            [aligned("", 1, 2), aligned("b", 1, 2)],
            [0, 9],
            ["repeated-annotation"],
            ["b"],
        ),
    ],
)
def test_times__what_cannot_be_told_is_a_problem_and_the_rest_is_kept(
    annotations: list[elan.Annotation],
    slots: list[int],
    kinds: list[str],
    kept: list[str],
) -> None:
    times, problems = found(
        made_document([elan.Tier("A", "free", tuple(annotations))], slots)
    )

    assert problems == kinds
    assert list(times) == kept


def test_times__siblings_in_a_circle_are_taken_in_the_order_of_the_file() -> None:
    tiers = [
        elan.Tier("Gloss", "free", (aligned("a", 1, 2),)),
        elan.Tier(
            "P", "parts", (hanging("b", "a", "", "c"), hanging("c", "a", "", "b"))
        ),
    ]

    times, problems = found(made_document(tiers, [0, 100]))

    assert problems == ["cyclic-reference"]
    assert (times["b"], times["c"]) == ((0, 50), (50, 100))


def test_times__a_slot_that_is_there_twice() -> None:
    document = made_document(
        [elan.Tier("A", "free", (aligned("a", 1, 2),))],
        [10, 20, elan.TimeSlot("ts2", 90)],
    )

    assert found(document) == ({"a": (10, 20)}, ["repeated-time-slot"])


def test_times__frames_become_milliseconds() -> None:
    tier = elan.Tier("A", "free", (aligned("a", 1, 2),))

    def times(units: str) -> Times:
        header = elan.Header(time_units=units)
        return found(made_document([tier], [1, 30], header=header))[0]

    assert times("PAL-frames") == {"a": (40, 1_200)}
    assert times("NTSC-frames") == {"a": (33, 1_001)}


def test_times__long_chains_and_circles_end_soon() -> None:
    count = 10_000
    chain = [hanging(f"a{i}", f"a{i - 1}") for i in range(1, count)]
    circle = [hanging(f"c{i}", f"c{(i + 1) % count}") for i in range(count)]
    tier = elan.Tier("A", "one to one", (*chain[::-1], *circle, aligned("a0", 1, 2)))

    times, problems = found(made_document([tier], [0, 100]))

    assert times[f"a{count - 1}"] == (0, 100)
    assert problems == ["cyclic-reference"] * count


def test_times__slots_in_a_circle_end_soon() -> None:
    count = 10_000
    slots = [
        elan.TimeSlot(f"ts{i}", None if i > count else i) for i in range(count * 2)
    ]
    starts = [aligned(f"s{i}", i, count + 1) for i in range(count)]
    circle = [
        aligned(f"c{i}", count + i, count + 1 + i % (count - 1))
        for i in range(1, count)
    ]
    tier = elan.Tier("A", "free", (*starts, *circle))

    times, problems = found(made_document([tier], slots))

    assert not times
    assert set(problems) == {"no-time"}
