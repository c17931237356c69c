"""What calls cost, who has to agree, and what the ledger says."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.tools.services.engines_here import Book, Stub, ask, policy_in
from tools.errors import LimitExceeded, ToolFailed
from tools.services.account import Account, Allowance, account, on_behalf_of, unasked
from tools.services.asking import Outcome
from tools.services.failures import ServiceError
from tools.services.prices import Prices
from tools.services.spending import Charge, Unapproved

USD = {"A": 0.001, "B": 0.002}


def paid(name: str = "A", *script: object) -> Stub:
    return Stub(name, list(script) or ["done"], paid=True)


def built_in() -> Stub:
    return Stub("built-in", local=True)


async def test_a_call_is_reserved_before_and_paid_after(tmp_path: Path) -> None:
    book = Book()

    async def look() -> str:
        assert book.lines == [("reserved", "A", 0.1)]
        return "done"

    outcome = await ask(policy_in(tmp_path, book=book, usd=USD), [paid("A", look)])
    assert outcome.usd == pytest.approx(0.1)
    assert book.lines == [("reserved", "A", 0.1), ("paid", "A", 0.1)]


async def test_the_second_time_is_free_and_what_that_saves_is_noted(tmp_path: Path) -> None:
    book = Book()
    policy = policy_in(tmp_path, book=book, usd=USD)
    await ask(policy, [paid()])
    again = await ask(policy, [paid()])
    assert (again.usd, again.cached) == (0, True)
    assert book.lines[2:] == [("cached", "A", 0.1)]


async def test_ten_at_once_are_paid_once(tmp_path: Path) -> None:
    book = Book()
    policy, engine = policy_in(tmp_path, book=book, usd=USD), paid()
    await asyncio.gather(*(ask(policy, [engine]) for _ in range(10)))
    words = [word for word, _, _ in book.lines]
    assert (words.count("reserved"), words.count("paid"), words.count("cached")) == (1, 1, 9)
    assert book.spent == pytest.approx(0.1)


async def test_a_failed_call_costs_nothing(tmp_path: Path) -> None:
    book = Book()
    engine = paid("A", ServiceError("A", "failed"))
    with on_behalf_of(Account(allowance=Allowance(usd=1))):
        outcome = await ask(policy_in(tmp_path, book=book, usd=USD), [engine, built_in()])
        assert account().allowance.spent == 0
    assert outcome.usd == 0
    assert book.lines == [("reserved", "A", 0.1), ("failed", "A", 0), ("done", "built-in", 0)]
    assert book.spent == 0


async def test_tries_of_one_call_are_paid_once(tmp_path: Path) -> None:
    book = Book()
    broken = ServiceError("A", "broken")
    engine = paid("A", broken, broken, "done")
    await ask(policy_in(tmp_path, book=book, usd=USD), [engine])
    assert engine.asked == 3
    assert book.spent == pytest.approx(0.1)


async def test_what_a_call_took_is_paid_and_not_what_was_reserved(tmp_path: Path) -> None:
    book = Book()
    policy = policy_in(tmp_path, book=book, usd=USD)
    with on_behalf_of(Account(allowance=Allowance(usd=1))):
        outcome = await ask(policy, [paid()], used=lambda made: {"characters": len(made)})
        assert account().allowance.spent == pytest.approx(0.004)
    assert outcome.usd == pytest.approx(0.004)
    assert book.lines == [("reserved", "A", 0.1), ("paid", "A", 0.004)]
    assert book.took == [{"characters": 4}]


async def test_what_nobody_is_asked_about_is_not_of_the_allowance(tmp_path: Path) -> None:
    book = Book()
    policy = policy_in(tmp_path, book=book, usd=USD)
    with on_behalf_of(Account(person="u", allowance=Allowance(usd=0, unpriced=frozenset()))):
        with unasked():
            await ask(policy, [paid()])
            await ask(policy, [paid("Q")], key="other")
            assert account().person == "u"
        assert account().allowance.spent == 0
    assert book.spent == pytest.approx(0.1)


async def test_what_is_cancelled_costs_nothing(tmp_path: Path) -> None:
    book = Book()

    async def forever() -> None:
        await asyncio.sleep(30)

    policy = policy_in(tmp_path, book=book, usd=USD)
    task = asyncio.create_task(ask(policy, [paid("A", forever)]))
    await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert book.lines == [("reserved", "A", 0.1), ("cancelled", "A", 0)]


async def test_a_ledger_that_cannot_be_written_closes_what_costs_money(tmp_path: Path) -> None:
    engine, policy = paid(), policy_in(tmp_path, book=Book(broken=True), usd=USD)
    with pytest.raises(ToolFailed, match="cannot be written down, so nothing is spent"):
        await ask(policy, [engine])
    assert engine.asked == 0
    outcome = await ask(policy, [engine, built_in()])
    assert outcome.engine == "built-in"
    assert "so nothing is spent, so built-in was used instead." in outcome.notes[0]


async def test_a_cap_closes_what_costs_money(tmp_path: Path) -> None:
    engine, policy = paid(), policy_in(tmp_path, book=Book(cap=0.15), usd=USD)
    await ask(policy, [engine], key=1)
    with pytest.raises(LimitExceeded, match=r"a day is \$0.15"):
        await ask(policy, [engine], key=2)
    assert engine.asked == 1
    outcome = await ask(policy, [engine, built_in()], key=3)
    assert outcome.notes == (
        "Your limit for services a day is $0.15, so built-in was used instead.",
    )


async def test_who_waits_for_a_call_that_another_may_not_pay_asks_for_themselves(
    tmp_path: Path,
) -> None:
    policy, engine = policy_in(tmp_path, usd=USD), paid()

    async def by(limit: float) -> object:
        with on_behalf_of(Account(allowance=Allowance(usd=limit))):
            return await ask(policy, [engine])

    poor, rich = await asyncio.gather(by(0), by(1), return_exceptions=True)
    assert isinstance(poor, Unapproved)
    assert not isinstance(rich, BaseException)
    assert engine.asked == 1


async def test_nobody_is_told_of_another_ones_cap_or_held_to_it(tmp_path: Path) -> None:
    class Purses(Book):
        """A ledger by which only one person may spend."""

        async def reserve(self, charge: Charge) -> int:
            if charge.account.person == "poor":
                await asyncio.sleep(0.01)
                raise LimitExceeded("Your limit for services a day is $0.01.")
            return await super().reserve(charge)

    policy = policy_in(tmp_path, book=Purses(), usd=USD)
    engine = paid()

    async def by(person: str) -> Outcome[str]:
        with on_behalf_of(Account(person=person)):
            outcome: Outcome[str] = await ask(policy, [engine, built_in()])
            return outcome

    poor, rich = await asyncio.gather(by("poor"), by("rich"))
    assert (poor.engine, rich.engine) == ("built-in", "A")
    assert "Your limit" in poor.notes[0]
    assert rich.notes == ()


async def test_more_than_was_agreed_to_is_not_spent(tmp_path: Path) -> None:
    policy, engine = policy_in(tmp_path, usd=USD), paid()
    with on_behalf_of(Account(allowance=Allowance(usd=0.25))):
        for key in range(2):
            await ask(policy, [engine], key=key)
        assert account().allowance.spent == pytest.approx(0.2)
        with pytest.raises(Unapproved) as caught:
            await ask(policy, [engine, built_in()], key=3)
        assert (caught.value.capability, caught.value.engine) == ("speech", "A")
        assert caught.value.usd == pytest.approx(0.1)
        assert caught.value.times(3).usd == pytest.approx(0.3)
        # What is known costs nothing, and needs no yes.
        assert (await ask(policy, [engine], key=1)).cached
    assert engine.asked == 2


async def test_a_fallback_that_nobody_agreed_to_is_passed_over(tmp_path: Path) -> None:
    policy = policy_in(tmp_path, usd=USD)
    cheap, dear = paid("A", ServiceError("A", "key")), paid("B")
    with on_behalf_of(Account(allowance=Allowance(usd=0.1))):
        outcome = await ask(policy, [cheap, dear, built_in()])
        assert outcome.engine == "built-in"
        assert "B would charge $0.2000 for the speech" in outcome.notes[0]
        with pytest.raises(Unapproved) as caught:
            await ask(policy, [cheap, dear], key="alone")
    assert caught.value.engine == "B"
    assert dear.asked == 0


async def test_a_price_that_is_not_known_asks_first(tmp_path: Path) -> None:
    policy, engine, other = policy_in(tmp_path), paid("Q"), paid("R")
    rich = on_behalf_of(Account(allowance=Allowance(usd=100, unpriced=frozenset())))
    with rich, pytest.raises(Unapproved, match="Q would charge a price that is not known"):
        await ask(policy, [engine])
    with on_behalf_of(Account(allowance=Allowance(usd=0, unpriced=frozenset({"Q"})))):
        assert (await ask(policy, [engine])).usd == 0
        # Who agreed to one engine did not agree to another.
        with pytest.raises(Unapproved, match="R would charge a price that is not known"):
            await ask(policy, [other])


async def test_what_is_free_asks_nobody(tmp_path: Path) -> None:
    with on_behalf_of(Account(allowance=Allowance(usd=0, unpriced=frozenset()))):
        assert (await ask(policy_in(tmp_path, book=Book(cap=0)), [built_in()])).value == "done"


async def test_the_ledger_knows_who_and_how_much(tmp_path: Path) -> None:
    book = Book()

    async def look() -> str:
        (charge,) = book.open.values()
        assert charge.account.person == "u"
        assert charge.account.group == "g"
        assert charge.units == {"characters": 7}
        assert "private" not in repr(charge)
        return "done"

    policy = policy_in(tmp_path, book=book, usd=USD)
    with on_behalf_of(Account(person="u", group="g")):
        await ask(policy, [paid("A", look)], key="private words", units={"characters": 7})


def test_an_account_belongs_to_the_tasks_that_are_begun_in_it() -> None:
    async def who() -> str:
        return account().person

    async def both() -> list[str]:
        with on_behalf_of(Account(person="u")):
            inside = asyncio.create_task(who())
        outside = asyncio.create_task(who())
        return [await inside, await outside]

    assert asyncio.run(both()) == ["u", ""]


def test_the_operators_price_stands_above_the_table() -> None:
    units = {"characters": 1_000.0, "seconds": 9.0}
    assert Prices().of("openai/tts-1", units) == pytest.approx(0.015)
    assert Prices({"openai/tts-1 characters": 0}).of("openai/tts-1", units) == 0
    assert Prices({"openai/tts-1 seconds": 1}).of("openai/tts-1", units) == pytest.approx(9.015)
