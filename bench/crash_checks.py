"""What must hold after any number of kills, as questions to the database: each answer should be empty."""

from collections.abc import Iterator

import psycopg
from crash_load import Done

HALF_DONE = {
    "a call for help without its entry in the record, or with two": """
        SELECT r.id FROM safety_report r LEFT JOIN audit_entry a ON a.target_id = r.id AND a.verb = 'ask for help'
        GROUP BY r.id HAVING count(a.id) <> 1""",
    "a reader of a call who was not told, or twice": """
        SELECT r.id, reader FROM safety_report r CROSS JOIN unnest(r.readers) reader
        LEFT JOIN notices_notice n ON n.member_id = reader AND n.about = r.id
        GROUP BY r.id, reader HAVING count(n.id) <> 1""",
    "news about nothing": """
        SELECT n.id FROM notices_notice n WHERE n.kind LIKE 'safety.%'
        AND NOT EXISTS (SELECT 1 FROM safety_report r WHERE r.id = n.about)""",
    "messages of a conversation that are not as many as its entries in the record": """
        SELECT t.id FROM conversations_thread t WHERE
        (SELECT count(*) FROM conversations_message m WHERE m.thread_id = t.id) <>
        (SELECT count(*) FROM audit_entry a WHERE a.target_id = t.id AND a.verb = 'message.written')""",
    "two wishes of one member for one skill": """
        SELECT member_id, skill_id FROM skills_listing GROUP BY member_id, skill_id, side HAVING count(*) > 1""",
    "a matching run without its job, or that never ended": """
        SELECT id, state FROM matching_run WHERE state NOT IN ('done', 'published')""",
    "a run whose number is missing": """
        SELECT programme_id FROM matching_run GROUP BY programme_id HAVING max(number) <> count(*)""",
    "runs with the same lot number and another answer": """
        SELECT programme_id FROM (
            SELECT r.programme_id, string_agg(p.mentee_id || ' ' || p.mentor_id, ',' ORDER BY p.mentee_id) AS answer
            FROM matching_run r LEFT JOIN matching_pair p ON p.run_id = r.id WHERE r.seed = 7 GROUP BY 1, r.id) told
        GROUP BY programme_id HAVING count(DISTINCT coalesce(answer, 'none')) > 1""",
    "jobs that failed": "SELECT id, task_name FROM procrastinate_jobs WHERE status = 'failed'",
}
WAITING = """SELECT count(*) FROM procrastinate_jobs
    WHERE status IN ('todo', 'doing') AND queue_name <> 'care' AND (scheduled_at IS NULL OR scheduled_at <= now())"""
CALLS = "SELECT count(*) FROM safety_report WHERE reporter_id = %s"
OPEN = "SELECT count(*) FROM safety_report WHERE reporter_id = %s AND state <> 'closed' AND id = ANY(%s::uuid[])"
GONE = "SELECT count(*) FROM safety_report WHERE reporter_id = %s AND id = ANY(%s::uuid[])"
THREAD = """SELECT id FROM conversations_thread WHERE %s::uuid = ANY(members) AND closed_at IS NULL
    ORDER BY created_at DESC LIMIT 1"""
MESSAGES = "SELECT count(*) FROM conversations_message WHERE author_id = %s"
NOTE = """SELECT note FROM skills_listing l JOIN skills_skill s ON s.id = l.skill_id
    WHERE member_id = %s AND side = 'wish' AND s.key = %s"""
RUNS = "SELECT count(*) FROM matching_run WHERE programme_id = %s AND seed = 7"


def waiting(connection: psycopg.Connection) -> int:
    """Jobs that are still to be done."""
    return _one(connection, WAITING)


def half_done(connection: psycopg.Connection) -> Iterator[str]:
    for what, query in HALF_DONE.items():
        if rows := connection.execute(query).fetchall():
            yield f"{what}: {len(rows)}, e.g. {rows[0]}"


def before(connection: psycopg.Connection, member: str, programme: str) -> dict[str, object]:
    """What was there before the load began, and the conversation to write in, if there is one."""
    calls, runs = _one(connection, CALLS, [member]), _one(connection, RUNS, [programme]) if programme else 0
    thread = connection.execute(THREAD, [member]).fetchone()
    messages = _one(connection, MESSAGES, [member])
    return {"calls": calls, "runs": runs, "messages": messages, "thread": str(thread[0]) if thread else ""}


def lost(connection: psycopg.Connection, member: str, account: dict, done: Done) -> Iterator[str]:
    """What somebody was told is done and is not there, or is there twice."""
    calls = _one(connection, CALLS, [member]) - account["calls"]
    if not done.calls <= calls <= done.calls + (done.pending == "call"):
        yield f"{account['name']}: {done.calls} calls were taken, {calls} are there"
    if still := _one(connection, OPEN, [member, done.closed]):
        yield f"{account['name']}: {still} calls were closed and are open"
    if (there := _one(connection, GONE, [member, done.closed])) != len(done.closed):
        yield f"{account['name']}: {len(done.closed) - there} closed calls are gone"
    row = connection.execute(NOTE, [member, account["skill"]]).fetchone()
    if done.note and done.pending != "note" and (not row or row[0] != done.note):
        yield f"{account['name']}: {done.note!r} was kept, {row and row[0]!r} is there"
    messages = _one(connection, MESSAGES, [member]) - account["messages"]
    if not done.messages <= messages <= done.messages + done.late + (done.pending == "message"):
        yield f"{account['name']}: {done.messages} messages were taken, {messages} are there"
    if account["role"] == "coordinator":
        runs = _one(connection, RUNS, [account["programme"]]) - account["runs"]
        if not done.runs <= runs <= done.tried_runs:
            yield f"{account['name']}: {done.runs} runs of {done.tried_runs} were taken, {runs} are there"


def _one(connection: psycopg.Connection, query: str, values: list | None = None) -> int:
    return connection.execute(query, values).fetchone()[0]
