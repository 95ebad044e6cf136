"""What SQL, written by hand, says of a place of the demonstration."""

from datetime import date, timedelta

from sqlalchemy import text

from metrics.catalogue import FIGURES

REASONS = {
    "avslut_arbete": ("arbete", "arbete_subventionerat"),
    "avslut_studier": ("studier",),
    "avslut_inkomst": ("annan_inkomst",),
}
OPEN = "c.opened_on <= :day AND (c.closed_on IS NULL OR c.closed_on > :day)"
AMONG_OPEN = {  # those of the open cases that are told of, and what makes one of them count
    "nasta_steg": ("TRUE", "c.case_id IN (SELECT case_id FROM known)"),
    "nollplacerade": ("TRUE", "coalesce(c.is_zero_placed, FALSE)"),
    "genomgangna": (
        "TRUE",
        (
            "EXISTS (SELECT 1 FROM reviewed_cases r WHERE r.case_id = c.case_id "
            "AND r.reviewed_on <= :day AND r.reviewed_on >= :old)"
        ),
    ),
    "samtycke": (
        "c.is_shared",
        (
            "EXISTS (SELECT 1 FROM consents s WHERE s.person_id = c.person_id AND s.given_on <= :day "
            "AND (s.valid_until IS NULL OR s.valid_until > :day) "
            "AND (s.withdrawn_on IS NULL OR s.withdrawn_on > :day))"
        ),
    ),
    "nollplacerade_insats": (
        "c.is_zero_placed",
        (
            "EXISTS (SELECT 1 FROM service_episodes e WHERE e.case_id = c.case_id "
            "AND e.starts_on <= :day AND (e.ends_on IS NULL OR e.ends_on > :day))"
        ),
    ),
}
# Of every kind: counts, shares, sums, medians, changes, and of a plan's points.
BY_UNIT = [
    *("hushall", "vuxna", "langvarigt", "mycket_langvarigt", "unga", "avslut", "hallbart"),
    *("planer", "aktuella_planer", "utbetalt", *REASONS, *AMONG_OPEN),
]
# How many months are one period of the wait for an effort, where single ones are too small.
WAITED_PER = {"spanga-tensta": 1, "gotland": 3, "lillstad": 12}
TITLES = {figure.key: figure.title for figure in FIGURES}


class Truth:
    """What SQL says of one place."""

    def __init__(self, engine, code: str):
        self.engine, self.code = engine, code
        self.forum_id, as_of, met = self.row(
            "SELECT forum_id, as_of, last_met_on FROM forums WHERE code = :code", code=code
        )
        self.as_of, self.met = date.fromisoformat(as_of), date.fromisoformat(met)

    def rows(self, sql: str, **values) -> list[tuple]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(sql), values)]

    def row(self, sql: str, **values) -> tuple:
        (row,) = self.rows(sql, **values)
        return row

    def one(self, sql: str, **values):
        return self.row(sql, **values)[0]

    @property
    def figures(self) -> int:
        """How many figures there are: the house's, and those delivered ready made."""
        return len(FIGURES) + self.one(
            "SELECT count(*) FROM delivered_figures WHERE forum_id = :f", f=self.forum_id
        )

    @property
    def units(self) -> dict[int, str]:
        return dict(
            self.rows(
                "SELECT u.unit_id, u.name FROM units u JOIN forum_units f USING (unit_id) "
                "WHERE f.forum_id = :f",
                f=self.forum_id,
            )
        )

    def households(self, month: date, unit_id: int | None = None) -> int:
        return self.one(
            "SELECT count(*) FROM household_months h JOIN forum_units f USING (unit_id) "
            "WHERE f.forum_id = :f AND month = :m AND (:u IS NULL OR unit_id = :u)",
            f=self.forum_id,
            m=month.isoformat(),
            u=unit_id,
        )

    @property
    def target_groups(self) -> dict[str, str]:
        return dict(self.rows("SELECT code, label FROM target_groups"))

    def exits(
        self, quarter: date, unit_id: int | None = None, group: str | None = None
    ) -> tuple[int, int]:
        """Self-support and all exits of a quarter, without those back within two months."""
        after = date(quarter.year + quarter.month // 10, (quarter.month + 2) % 12 + 1, 1)
        return self.row(
            """
            SELECT coalesce(sum(r.counts_as_self_support), 0), count(*)
            FROM cases c JOIN forum_units f USING (unit_id)
            LEFT JOIN exit_reasons r ON r.code = c.exit_reason
            WHERE f.forum_id = :f AND c.closed_on >= :from AND c.closed_on < :until
              AND c.closed_on <= :known AND (:u IS NULL OR c.unit_id = :u)
              AND (:t IS NULL OR c.target_group = :t)
              AND NOT EXISTS (
                SELECT 1 FROM cases b WHERE b.person_id = c.person_id AND b.case_id <> c.case_id
                AND b.opened_on < date(c.closed_on, '+2 months')
                AND b.opened_on >= c.closed_on)
            """,
            f=self.forum_id,
            known=self.as_of.isoformat(),
            u=unit_id,
            t=group,
            **{"from": quarter.isoformat(), "until": after.isoformat()},
        )

    def plans(
        self, day: date, unit_id: int | None = None, group: str | None = None
    ) -> tuple[int, int]:
        """Individual plans followed up within three months, and those old enough, on a day."""
        old = _months_before(day, 3)
        return self.row(
            """
            SELECT coalesce(sum(EXISTS (
                SELECT 1 FROM plan_follow_ups u WHERE u.individual_plan_id = p.individual_plan_id
                AND u.followed_up_on <= :day AND u.followed_up_on >= :old)), 0), count(*)
            FROM individual_plans p JOIN cases c USING (case_id)
            JOIN forum_units f USING (unit_id)
            WHERE f.forum_id = :f AND (:u IS NULL OR c.unit_id = :u)
              AND (:t IS NULL OR c.target_group = :t)
              AND p.made_on < :old AND (p.ended_on IS NULL OR p.ended_on > :day)
            """,
            f=self.forum_id,
            day=day.isoformat(),
            old=old.isoformat(),
            u=unit_id,
            t=group,
        )

    def adults(self, month: date, unit_id: int | None = None) -> int:
        return self.one(
            "SELECT count(DISTINCT s.person_id) FROM support_months s "
            "JOIN household_months h USING (household_id, month) JOIN forum_units f USING (unit_id) "
            "WHERE f.forum_id = :f AND month = :m AND (:u IS NULL OR unit_id = :u)",
            f=self.forum_id,
            m=month.isoformat(),
            u=unit_id,
        )

    def long(
        self, month: date, least: int, back: int, unit_id: int | None = None
    ) -> tuple[int, int]:
        """Of those with support in a year, who had so many months of the last `back`."""
        return self.row(
            """
            WITH paid AS (
              SELECT s.person_id, s.month, h.unit_id FROM support_months s
              JOIN household_months h USING (household_id, month)
              JOIN forum_units f USING (unit_id) WHERE f.forum_id = :f AND s.month <= :m),
            people AS (
              SELECT person_id, max(month) AS last FROM paid
              WHERE month > date(:m, '-12 months') GROUP BY person_id)
            SELECT coalesce(sum((SELECT count(DISTINCT p.month) FROM paid p
                WHERE p.person_id = people.person_id AND p.month > date(:m, :back)) >= :least), 0),
              count(*)
            FROM people WHERE :u IS NULL OR :u = (SELECT unit_id FROM paid p
              WHERE p.person_id = people.person_id AND p.month = people.last)
            """,
            f=self.forum_id,
            m=month.isoformat(),
            back=f"-{back} months",
            least=least,
            u=unit_id,
        )

    def led_to(self, quarter: date, *reasons: str, unit_id: int | None = None) -> int:
        """Exits of a quarter with one of the reasons, without those back within two months."""
        after = plus(quarter, 3)
        codes = ", ".join(f"'{reason}'" for reason in reasons)
        return self.one(
            f"SELECT count(*) FROM cases c JOIN forum_units f USING (unit_id) WHERE f.forum_id = :f "
            f"AND c.closed_on >= :a AND c.closed_on < :b AND c.exit_reason IN ({codes}) "
            "AND (:u IS NULL OR c.unit_id = :u) AND NOT EXISTS ("
            "SELECT 1 FROM cases b WHERE b.person_id = c.person_id AND b.case_id <> c.case_id "
            "AND b.opened_on >= c.closed_on AND b.opened_on < date(c.closed_on, '+2 months'))",
            f=self.forum_id,
            a=quarter.isoformat(),
            b=after.isoformat(),
            u=unit_id,
        )

    def held(self, quarter: date, unit_id: int | None = None) -> tuple[int, int]:
        """Exits of a quarter to self-support without a new case within six months, and all of them.

        Six months after a day that its month does not have is that month's last day.
        """
        after = plus(quarter, 3)
        return self.row(
            """
            WITH exits AS (
              SELECT c.person_id, c.case_id, c.closed_on, min(date(c.closed_on, '+6 months'),
                date(c.closed_on, 'start of month', '+7 months', '-1 day')) AS until
              FROM cases c JOIN forum_units f USING (unit_id)
              JOIN exit_reasons r ON r.code = c.exit_reason AND r.counts_as_self_support
              WHERE f.forum_id = :f AND c.closed_on >= :a AND c.closed_on < :b
                AND (:u IS NULL OR c.unit_id = :u)
                AND NOT EXISTS (
                  SELECT 1 FROM cases b WHERE b.person_id = c.person_id AND b.case_id <> c.case_id
                  AND b.opened_on >= c.closed_on
                  AND b.opened_on < date(c.closed_on, '+2 months')))
            SELECT coalesce(sum(NOT EXISTS (
                SELECT 1 FROM cases b WHERE b.person_id = e.person_id AND b.case_id <> e.case_id
                AND b.opened_on >= e.closed_on AND b.opened_on <= e.until)), 0), count(*)
            FROM exits e
            """,
            f=self.forum_id,
            a=quarter.isoformat(),
            b=after.isoformat(),
            u=unit_id,
        )

    def current(self, day: date, unit_id: int | None = None) -> tuple[int, int]:
        """Open cases with a plan made or followed up within six months, and open cases, on a day."""
        return self.row(
            """
            SELECT coalesce(sum(EXISTS (
                SELECT 1 FROM individual_plans p LEFT JOIN plan_follow_ups u
                  ON u.individual_plan_id = p.individual_plan_id AND u.followed_up_on <= :day
                WHERE p.case_id = c.case_id AND p.made_on <= :day
                  AND (p.made_on >= :old OR u.followed_up_on >= :old))), 0), count(*)
            FROM cases c JOIN forum_units f USING (unit_id)
            WHERE f.forum_id = :f AND (:u IS NULL OR c.unit_id = :u)
              AND c.opened_on <= :day AND (c.closed_on IS NULL OR c.closed_on > :day)
            """,
            f=self.forum_id,
            day=day.isoformat(),
            old=_months_before(day, 6).isoformat(),
            u=unit_id,
        )

    def among_open(self, key: str, day: date, unit_id: int | None = None) -> tuple[int, int]:
        """Open cases on a day that count, and those that are told of."""
        whole, part = AMONG_OPEN[key]
        return self.row(
            f"""
            WITH words AS (
              SELECT case_id, made_on || ' 0' AS at, next_step_on FROM individual_plans
                WHERE made_on <= :day AND (ended_on IS NULL OR ended_on > :day)
              UNION ALL
              SELECT p.case_id, u.followed_up_on || ' 1', u.next_step_on
                FROM plan_follow_ups u JOIN individual_plans p USING (individual_plan_id)
                WHERE u.followed_up_on <= :day AND p.made_on <= u.followed_up_on
                  AND (p.ended_on IS NULL OR p.ended_on > :day)),
            latest AS (SELECT case_id, max(at) AS at FROM words GROUP BY case_id),
            known AS (SELECT case_id FROM words JOIN latest USING (case_id, at)
              WHERE next_step_on >= :day)
            SELECT coalesce(sum({part}), 0), count(*)
            FROM cases c JOIN forum_units f USING (unit_id)
            WHERE f.forum_id = :f AND {OPEN} AND {whole} AND (:u IS NULL OR c.unit_id = :u)
            """,
            f=self.forum_id,
            day=day.isoformat(),
            old=_months_before(day, 3).isoformat(),
            u=unit_id,
        )

    def young(self, month: date, unit_id: int | None = None) -> tuple[int, int]:
        """Of those with support in a year, who turn 18 to 24 in the month's own year."""
        return self.row(
            """
            WITH paid AS (
              SELECT s.person_id, s.month, h.unit_id FROM support_months s
              JOIN household_months h USING (household_id, month)
              JOIN forum_units f USING (unit_id)
              WHERE f.forum_id = :f AND s.month <= :m AND s.month > date(:m, '-12 months')),
            people AS (SELECT person_id, max(month) AS last FROM paid GROUP BY person_id)
            SELECT coalesce(sum(:year - birth_year BETWEEN 18 AND 24), 0), count(*)
            FROM people JOIN persons USING (person_id)
            WHERE :u IS NULL OR :u = (SELECT unit_id FROM paid p
              WHERE p.person_id = people.person_id AND p.month = people.last)
            """,
            f=self.forum_id,
            m=month.isoformat(),
            year=month.year,
            u=unit_id,
        )

    def paid(self, month: date, unit_id: int | None = None) -> tuple[int, int]:
        """Kronor of a month, and the households whose amount is known."""
        return self.row(
            "SELECT coalesce(sum(amount), 0), count(amount) FROM household_months "
            "JOIN forum_units f USING (unit_id) "
            "WHERE f.forum_id = :f AND month = :m AND (:u IS NULL OR unit_id = :u)",
            f=self.forum_id,
            m=month.isoformat(),
            u=unit_id,
        )

    def waited_months(self, many: int) -> list[date]:
        """The latest so many months, from a January, April … or so, that six months have gone after."""
        last = _waited_month(self.as_of)
        while last.month % many:
            last = plus(last, -1)
        return [plus(last, -back) for back in range(many)]

    def waits(self, month: date) -> list[int]:
        """Days from opening to the first effort of cases opened in a month, where one has begun."""
        rows = self.rows(
            """
            SELECT c.opened_on, (SELECT min(max(e.starts_on, c.opened_on)) FROM service_episodes e
                WHERE e.case_id = c.case_id AND e.starts_on <= :known
                  AND (c.closed_on IS NULL OR e.starts_on < c.closed_on)
                  AND (e.starts_on >= c.opened_on OR e.ends_on IS NULL OR e.ends_on > c.opened_on))
            FROM cases c JOIN forum_units f USING (unit_id)
            WHERE f.forum_id = :f AND c.opened_on >= :a AND c.opened_on < :b
            """,
            f=self.forum_id,
            known=self.as_of.isoformat(),
            a=month.isoformat(),
            b=plus(month, 1).isoformat(),
        )
        days = [[date.fromisoformat(day) for day in row] for row in rows if row[1] is not None]
        return sorted((begun - opened).days for opened, begun in days)

    def figure(self, key: str, unit_id: int | None = None) -> tuple[int, int | None]:
        """Part and whole of a figure's latest settled period."""
        month, quarter = last_month(self.as_of), last_quarter(self.as_of)
        last_day = plus(month, 1) - timedelta(days=1)
        if key in REASONS:
            part = self.led_to(quarter, *REASONS[key], unit_id=unit_id)
            return part, self.exits(quarter, unit_id)[1]
        if key in AMONG_OPEN:
            return self.among_open(key, last_day, unit_id)
        return {
            "unga": lambda: self.young(month, unit_id),
            "utbetalt": lambda: self.paid(month, unit_id),
            "hushall": lambda: (self.households(month, unit_id), None),
            "vuxna": lambda: (self.adults(month, unit_id), None),
            "langvarigt": lambda: self.long(month, 10, 12, unit_id),
            "mycket_langvarigt": lambda: self.long(month, 27, 36, unit_id),
            "avslut": lambda: self.exits(quarter, unit_id),
            "hallbart": lambda: self.held(held_quarter(self.as_of), unit_id),
            "planer": lambda: self.plans(last_day, unit_id),
            "aktuella_planer": lambda: self.current(last_day, unit_id),
        }[key]()

    def written(self, key: str, decimals: int = 0) -> tuple[str, str]:
        """A figure's latest settled value and n, as the matrix writes them; its table has decimals."""
        month = last_month(self.as_of)
        if key == "tid_till_insats":
            many = WAITED_PER[self.code]
            days = sorted(wait for month in self.waited_months(many) for wait in self.waits(month))
            middle = (days[(len(days) - 1) // 2] + days[len(days) // 2]) / 2
            said = f"{middle:.1f} dagar".replace(".0", "").replace(".", ",")
            return said, ""  # how many is not shown beside a median
        if key == "hushall_forandring":
            then = self.households(plus(month, -12))
            return percent(self.households(month) - then, then, decimals).replace("-", "−"), ""
        if key == "punkter_sena":
            points = self.points(plus(month, 1) - timedelta(days=1))
            left = [p for p in points if p["status"] not in ("done", "cancelled")]
            late = sum(bool(p["overdue"]) for p in left)
            return percent(late, len(left), decimals), str(len(left))
        part, whole = self.figure(key)
        if whole is None:
            return thousands(part), ""
        if key == "utbetalt":  # how many households there are is told by them, and by nothing else
            return thousands(part), ""
        return percent(part, whole, decimals), thousands(whole)

    def ledger(self, group_id: int, day: date) -> dict[str, int]:
        """How many of a group are in each state at the end of a day."""
        rows = self.rows(
            """
            SELECT state, count(*) FROM (
              SELECT s.state, row_number() OVER (
                PARTITION BY m.member_id ORDER BY s.since_on DESC, s.seq DESC) AS place
              FROM group_members m JOIN member_states s USING (member_id)
              WHERE m.group_id = :g AND s.since_on <= :day)
            WHERE place = 1 GROUP BY state
            """,
            g=group_id,
            day=day.isoformat(),
        )
        return dict(rows)

    def published_ledger(self, group_id: int) -> dict[date, dict[str, int | None]]:
        """By day, how many of a group are in each published state; None where that is hidden."""
        days: dict[date, dict[str, int | None]] = {}
        for on, state, members in self.rows(
            'SELECT "on", state, members FROM published_ledgers WHERE group_id = :g '
            'AND "on" IS NOT NULL AND unit_id IS NULL AND time_in_support IS NULL '
            'ORDER BY "on", version',
            g=group_id,
        ):
            days.setdefault(date.fromisoformat(on), {})[state] = members
        return days

    def published_parts(self, group_id: int, way: str) -> dict[tuple[date, str], dict]:
        """By day and by unit or time in support, how many are in each state; None where hidden."""
        parts: dict[tuple[date, str], dict] = {}
        for on, which, state, members in self.rows(
            f'SELECT "on", {way}, state, members FROM published_ledgers WHERE group_id = :g '
            f'AND {way} IS NOT NULL AND "on" IS NOT NULL ORDER BY "on", version',
            g=group_id,
        ):
            name = self.units.get(which, which) if way == "unit_id" else which
            parts.setdefault((date.fromisoformat(on), name), {})[state] = members
        return parts

    def by_months(self, group_id: int) -> dict[int, dict[str, int | None]]:
        """By months after each one's own start, how many are in each state; None where hidden."""
        months: dict[int, dict[str, int | None]] = {}
        for after, state, members in self.rows(
            "SELECT after_months, state, members FROM published_ledgers WHERE group_id = :g "
            "AND after_months IS NOT NULL ORDER BY after_months, version",
            g=group_id,
        ):
            months.setdefault(after, {})[state] = members
        return months

    def said_last(self, point_id: int) -> dict:
        """The last that was said of a point; empty where nothing has been."""
        rows = self.rows(
            "SELECT at, needs, next_step, judgement FROM status_updates WHERE point_id = :p "
            "AND date(at) <= :day ORDER BY at DESC, seq DESC LIMIT 1",
            p=point_id,
            day=self.as_of.isoformat(),
        )
        return dict(
            zip(("at", "needs", "next_step", "judgement"), rows[0], strict=True) if rows else ()
        )

    def groups(self) -> list[tuple]:
        return self.rows(
            "SELECT g.group_id, g.name, g.goal_count, count(*) FROM measurement_groups g "
            "JOIN group_members USING (group_id) WHERE forum_id = :f GROUP BY 1, 2, 3 ORDER BY 1",
            f=self.forum_id,
        )

    def points(self, day: date) -> list[dict]:
        """Every point with its status at the end of a day, in the plan's order."""
        rows = self.rows(
            """
            SELECT p.point_id, p.starts_on, p.number, p.title, p.due_on, p.responsible_function,
              a.decided_on,
              (SELECT s.status FROM status_updates s WHERE s.point_id = p.point_id
                AND date(s.at) <= :day ORDER BY s.at DESC, s.seq DESC LIMIT 1),
              (SELECT max(date(s.at)) FROM status_updates s WHERE s.point_id = p.point_id
                AND date(s.at) <= :day)
            FROM action_points p JOIN action_plans a USING (plan_id)
            WHERE a.forum_id = :f ORDER BY a.plan_id, p.number
            """,
            f=self.forum_id,
            day=day.isoformat(),
        )
        names = ("point_id", "starts_on", "number", "title", "due_on", "function", "decided_on")
        names += ("status", "said_on")
        return [_standing(dict(zip(names, row, strict=True)), day) for row in rows]


def _standing(point: dict, day: date) -> dict:
    status = point["status"] or "not_started"
    left = status not in ("done", "cancelled")
    due = date.fromisoformat(point["due_on"]) if point["due_on"] else None
    said = date.fromisoformat(point["said_on"] or point["decided_on"])
    return point | {
        "status": status,
        "overdue": (day - due).days if left and due and due < day else 0,
        "stale": (day - said).days if left and (day - said).days > 35 else 0,
        "unowned": left and not point["function"],
    }


def _months_before(day: date, months: int) -> date:
    """The earliest day from which so many months reach `day` or beyond (as in SQL, by hand)."""
    probe = day - timedelta(days=31 * months + 4)
    while plus(probe, months) < day:
        probe += timedelta(days=1)
    return probe


def plus(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first.replace(day=min(day.day, (after - timedelta(days=1)).day))


def percent(part: int, whole: int, decimals: int = 0) -> str:
    """Half away from zero, in whole numbers."""
    tens = 10**decimals
    twice = 2 * 100 * tens * abs(part)
    units = (twice + whole) // (2 * whole)
    written = f"{units // tens}" + (f",{units % tens:0{decimals}d}" if decimals else "")
    return f"{'-' if part < 0 and units else ''}{written} %"


def thousands(number: int) -> str:
    return f"{number:,}".replace(",", "’")


def last_month(day: date) -> date:
    """The first of the latest month that was over."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def last_quarter(day: date) -> date:
    """The first of the latest quarter that two months have gone after."""
    months = (day.year * 12 + day.month - 1) - 2
    year, month = divmod(months // 3 * 3 - 3, 12)
    end = plus(date(year, month + 1, 1), 3) - timedelta(days=1)
    assert plus(end, 2) <= day
    return date(year, month + 1, 1)


def _waited_month(day: date) -> date:
    """The first of the latest month that six months have gone after."""
    month = last_month(day)
    while plus(plus(month, 1) - timedelta(days=1), 6) > day:
        month = plus(month, -1)
    return month


def held_quarter(day: date) -> date:
    """The first of the latest quarter that six months have gone after."""
    months = (day.year * 12 + day.month - 1) - 6
    year, month = divmod(months // 3 * 3 - 3, 12)
    if plus(plus(date(year, month + 1, 1), 6) - timedelta(days=1), 6) <= day:
        return plus(date(year, month + 1, 1), 3)
    return date(year, month + 1, 1)
