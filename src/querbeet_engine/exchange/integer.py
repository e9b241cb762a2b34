"""The integer program: chosen rings as columns, chains by position (PICEF), both limited by reduced cost beforehand."""

from __future__ import annotations

from dataclasses import dataclass, field

import highspy
import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array

from querbeet_engine.exchange import chains
from querbeet_engine.exchange.chains import Places
from querbeet_engine.exchange.columns import Columns, Floats, Rows, joined, make_columns, table
from querbeet_engine.exchange.lagrange import Task
from querbeet_engine.exchange.master import quiet
from querbeet_engine.exchange.pool import Pool
from querbeet_engine.exchange.watch import Watch


@dataclass(frozen=True)
class Aim:
    """Maximise `objective` while the objectives in `floors` keep at least these values; stop at `target`.

    `short` counts as the negative of its points. With `lean` the floors are not rows but terms of the sum that is
    maximised, each `lean` times as heavy as the next: far easier, and right if the best point keeps the floors.
    """

    objective: str
    floors: tuple[tuple[str, int], ...] = ()
    target: float | None = None
    lean: float = 0.0

    @property
    def terms(self) -> list[tuple[str, float, int]]:
        """Floors as (objective, weight, value)."""
        last = len(self.floors)
        return [(name, self.lean ** (last - k), value) for k, (name, value) in enumerate(self.floors) if self.lean]


@dataclass
class Answer:
    """The columns chosen (rings and chains), the bound proven for this program, and whether it was solved through."""

    chosen: Columns | None
    bound: float
    finished: bool


def arc_value(pool: Pool, task: Task, objective: str) -> Floats:
    """What each graph arc adds to an objective when a chain uses it."""
    if objective == "fit":
        return pool.weight[task.graph.id].astype(np.float64)
    return np.full(task.graph.arcs, 1.0 if objective == "served" else 0.0)


def worth(task: Task, columns: Columns, objective: str) -> int:
    """The exact value of a choice of columns."""
    return value_of(task.rows, columns, objective)


def value_of(rows: Rows, columns: Columns, objective: str) -> int:
    """The same for given rows: a person served twice counts once."""
    total = int(columns.value(objective).sum())
    if objective == "served":
        total -= int(np.maximum(0, rows.use(columns) - rows.first)[rows.learns].sum())
    return total


@dataclass
class Program:
    """Variables: columns, then chain places, then extra places of people. Rows: people and wishes, chain flow, floors.

    `jitter` adds up to that much, by `seed`, to each variable's gain, so that equal choices vary; `nodes` limits the
    search; at least `keep` columns of an earlier answer stay.
    """

    pool: Pool
    task: Task
    columns: Columns
    places: Places
    jitter: float = 0.0
    nodes: int = 0
    seed: int = 0
    keep: int = 0
    cuts: list[npt.NDArray[np.int64]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.more = np.flatnonzero(self.task.rows.extra > 0)
        self.sizes = (len(self.columns), len(self.places), len(self.more))

    def unit(self, objective: str) -> float:
        """Fits are divided by the greatest one: HiGHS keeps its accuracy only for numbers near 1."""
        return float(self.pool.weight.max(initial=1)) if objective == "fit" else 1.0

    def gains(self, objective: str) -> Floats:
        penalty = self.task.rows.penalty(objective)[self.more]
        chain = arc_value(self.pool, self.task, objective)[self.places.arc]
        return np.concatenate([self.columns.value(objective), chain, -penalty]) / self.unit(objective)

    def _entries(self) -> tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]]:
        taken = self.columns.rows >= 0
        rows: list[np.ndarray] = [self.columns.rows[taken]]
        cols: list[np.ndarray] = [np.nonzero(taken)[0]]
        values = [np.ones(len(rows[0]))]
        graph, (ring_count, place_count, _) = self.task.graph, self.sizes
        variable = ring_count + np.arange(place_count)
        head, tail = graph.head[self.places.arc], graph.tail[self.places.arc]
        wish = self.task.rows.wish_row[graph.id[self.places.arc]]
        first = self.places.position == 1
        for row, where in ((head, head >= 0), (tail, first), (wish, wish >= 0)):
            rows.append(row[where])
            cols.append(variable[where])
            values.append(np.ones(int(where.sum())))
        rows.append(self.more)
        cols.append(ring_count + place_count + np.arange(len(self.more)))
        values.append(-np.ones(len(self.more)))
        return rows, cols, values

    def _flow(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
        """Out of a person at step k+1 at most what came in at step k."""
        graph, size = self.task.graph, self.pool.people
        node_out = (self.places.position - 2) * size + graph.tail[self.places.arc]
        node_in = (self.places.position - 1) * size + graph.head[self.places.arc]
        leaves = np.flatnonzero(self.places.position > 1)
        nodes = np.unique(node_out[leaves])
        arrives = np.flatnonzero(np.isin(node_in, nodes))
        row = np.searchsorted(nodes, np.concatenate([node_out[leaves], node_in[arrives]]))
        variable = len(self.columns) + np.concatenate([leaves, arrives])
        value = np.concatenate([np.ones(len(leaves)), -np.ones(len(arrives))])
        return row, variable, value, len(nodes)

    def model(self, aim: Aim) -> highspy.HighsLp:
        rows, cols, values = self._entries()
        base = self.task.rows.count
        upper = [self.task.rows.first.astype(float)]
        row, variable, value, flows = self._flow()
        rows.append(base + row)
        cols.append(variable)
        values.append(value)
        upper.append(np.zeros(flows))
        at = base + flows
        for cut in self.cuts:
            rows.append(np.full(len(cut), at))
            cols.append(len(self.columns) + cut)
            values.append(np.ones(len(cut)))
            upper.append(np.array([len(cut) - 1.0]))
            at += 1
        floors = () if aim.lean else aim.floors
        for name, least in (*floors, ("kept", self.keep)) if self.keep else floors:
            gain = self.gains(name)
            used = np.flatnonzero(gain)
            rows.append(np.full(len(used), at))
            cols.append(used)
            values.append(-gain[used])
            upper.append(np.array([1e-7 - least / self.unit(name)]))
            at += 1
        entries = (np.concatenate(values), (np.concatenate(rows), np.concatenate(cols)))
        gain = self.gains(aim.objective)
        for name, weight, _ in aim.terms:
            gain = gain + weight * self.gains(name)
        if self.jitter:
            gain = gain + self.jitter * np.random.default_rng(self.seed).random(len(gain))
        return self._packed(entries, np.concatenate(upper), gain)

    def _packed(self, entries: tuple, upper: Floats, gain: Floats) -> highspy.HighsLp:
        matrix = coo_array(entries, shape=(len(upper), len(gain))).tocsr()
        used = np.diff(matrix.indptr) > 0
        used |= upper < 0
        matrix = matrix[np.flatnonzero(used)].tocsc()
        limit = np.ones(len(gain))
        limit[sum(self.sizes[:2]) :] = self.task.rows.extra[self.more]
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(gain), int(used.sum())
        model.col_cost_, model.col_lower_, model.col_upper_ = -gain, np.zeros(len(gain)), limit
        model.row_lower_, model.row_upper_ = np.full(model.num_row_, -highspy.kHighsInf), upper[used]
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32)
        model.a_matrix_.value_ = matrix.data.astype(float)
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(gain)
        return model

    def point(self, chosen: Columns) -> Floats:
        """The variables at a known solution; what is not among them is left out (HiGHS then completes it)."""
        number = {self.columns.arcs[j][self.columns.arcs[j] >= 0].tobytes(): j for j in range(len(self.columns))}
        arc_of = {int(pool_arc): arc for arc, pool_arc in enumerate(self.task.graph.id)} if len(self.places) else {}
        at = {
            key: len(self.columns) + i for i, key in enumerate(zip(self.places.arc, self.places.position, strict=True))
        }
        point = np.zeros(sum(self.sizes))
        for arcs in chosen.arcs:
            key = arcs[arcs >= 0]
            if key.tobytes() in number:
                point[number[key.tobytes()]] = 1.0
            else:
                steps = [(arc_of.get(int(a)), k + 1) for k, a in enumerate(key)]
                point[[at[step] for step in steps if step in at]] = 1.0
        use = self.task.rows.use(chosen)[self.more]
        point[sum(self.sizes[:2]) :] = np.maximum(0, use - self.task.rows.first[self.more])
        return point

    def read(self, share: Floats, above: float = 0.5) -> tuple[Columns, list[npt.NDArray[np.int64]]]:
        """The chosen rings and chains, and for each walk that may not stay as it is the places to cut off together."""
        ring_count, place_count, _ = self.sizes
        rings = self.columns.take(np.flatnonzero(share[:ring_count] > above))
        on = np.flatnonzero(share[ring_count : ring_count + place_count] > above)
        chosen = Places(self.places.arc[on], self.places.position[on])
        kept, cuts = [], []
        for chain in chains.decompose(self.task.graph, chosen):
            arcs = [int(chosen.arc[i]) for i in chain]
            length = chains.allowed_prefix(self.task.graph, arcs)
            if length < len(arcs):
                cuts.append(on[chain[: length + 1]])
            if length:
                kept.append(self.task.graph.id[arcs[:length]].tolist())
        return joined(rings, make_columns(self.pool, self.task.rows, table(kept), chains=True)), cuts


def solve(program: Program, aim: Aim, start: Columns | None, watch: Watch, seconds: float) -> Answer:
    """Solve; walks that repeat a person or join two in conflict are cut off and the program is solved again."""
    best: Columns | None = None
    until = watch.seconds + min(seconds, watch.left)
    while True:
        left = until - watch.seconds
        if left <= 0 or watch.over:
            return Answer(best, np.inf, False)
        share, bound, finished = run(program.model(aim), aim, program, start, watch, left)
        if share is None:
            return Answer(best, bound, finished)
        chosen, cuts = program.read(share)
        if best is None or worth(program.task, chosen, aim.objective) > worth(program.task, best, aim.objective):
            best = chosen if _keeps(program.task, chosen, aim) else best
        if not cuts:
            return Answer(best, bound, finished)
        program.cuts += cuts
        start = None


def _keeps(task: Task, chosen: Columns, aim: Aim) -> bool:
    return all(worth(task, chosen, name) >= least for name, least in aim.floors)


def run(
    model: highspy.HighsLp, aim: Aim, program: Program, start: Columns | None, watch: Watch, seconds: float
) -> tuple[Floats | None, float, bool]:
    """One call of HiGHS: the best point or None, the upper bound, and whether it finished."""
    if model.num_row_ == 0:
        return np.zeros(model.num_col_), 0.0, True
    solver = quiet()
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_rel_gap", 0.0)
    fits = aim.objective == "fit" or any(name == "fit" for name, _, _ in aim.terms)
    solver.setOptionValue("mip_abs_gap", 1e-6 if fits else 0.999)
    if aim.target is not None:
        solver.setOptionValue("objective_target", -float(aim.target) / program.unit(aim.objective))
    if program.nodes:
        solver.setOptionValue("mip_max_nodes", program.nodes)
    solver.passModel(model)
    if start is not None:
        hint = highspy.HighsSolution()
        hint.col_value = program.point(start).tolist()
        solver.setSolution(hint)

    if watch.can_be_cancelled:
        solver.cbMipInterrupt.subscribe(lambda event: event.interrupt() if watch.cancelled() else None)
    solver.run()
    info, status = solver.getInfo(), solver.getModelStatus()
    done = status in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible)
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    point = np.array(solver.getSolution().col_value) if feasible else None
    settled = sum(weight * value / program.unit(name) for name, weight, value in aim.terms)
    bound = (-info.mip_dual_bound - settled) * program.unit(aim.objective)
    return point, bound if feasible else (-np.inf if done else np.inf), done


def relaxed(program: Program, objective: str, seconds: float) -> Floats | None:
    """The same program without the demand for whole numbers, by interior point; None if it was not solved in time."""
    solver = quiet()
    model = program.model(Aim(objective))
    model.integrality_ = []
    solver.setOptionValue("solver", "ipm")
    solver.setOptionValue("time_limit", seconds)
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return np.array(solver.getSolution().col_value)
