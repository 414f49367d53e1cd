"""Running an operation: compiled to one plan, answered by one statement, completed by the stock executor over the answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import orjson
from graphql import FragmentDefinitionNode, OperationDefinitionNode, OperationType
from graphql.execution.values import get_variable_values
from strawberry.extensions import SchemaExtension

from api.compile import Compiled, Compiler
from api.errors import CostLimitError, presented
from api.limits import MAX_COST, cost
from graph import paths
from graph.errors import AmbiguousError
from graph.interchange.formats import text_of
from graph.plan import NodeByKey
from graph.store import GraphStore


class PlanExtension(SchemaExtension):
    """Brings the answer of an operation's one plan before its fields are completed."""

    async def on_execute(self) -> AsyncIterator[None]:
        """Compile and run the plan; its answer becomes the root value."""
        context = self.execution_context
        operation, fragments = self._operation()
        context.root_value = {}
        if operation is not None and operation.operation is OperationType.QUERY:
            try:
                context.root_value = await self._answer(operation, fragments)
            except Exception as error:  # whatever it is, it belongs to the fields, where it is masked and logged
                context.root_value = _Failed(error)
        yield

    async def on_operation(self) -> AsyncIterator[None]:
        """Present errors in their one shape."""
        yield
        result: Any = self.execution_context.result
        if result is not None and getattr(result, "errors", None):
            result.errors = [presented(error) for error in result.errors]

    def get_results(self) -> dict[str, Any]:
        """Return what `extensions` of the response tell: the cost."""
        found = getattr(self, "cost", None)
        return {} if found is None else {"cost": found}

    def _operation(self) -> tuple[OperationDefinitionNode | None, dict[str, FragmentDefinitionNode]]:
        document = self.execution_context.graphql_document
        definitions = document.definitions if document else ()
        fragments = {d.name.value: d for d in definitions if isinstance(d, FragmentDefinitionNode)}
        operations = [d for d in definitions if isinstance(d, OperationDefinitionNode)]
        wanted = self.execution_context.operation_name
        if wanted is not None and len(operations) > 1:
            operations = [d for d in operations if d.name and d.name.value == wanted]
        return (operations[0] if operations else None), fragments

    async def _answer(self, operation: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode]) -> dict[str, Any]:
        schema = self.execution_context.schema._schema
        variables = get_variable_values(schema, operation.variable_definitions or (), self.execution_context.variables or {})
        if isinstance(variables, list):
            return {}  # the executor reports the same errors
        compiled = Compiler(schema, fragments, variables).compile(operation)
        self.cost = cost(compiled.plan)
        root: dict[str, Any] = dict(compiled.errors)
        if self.cost > MAX_COST:
            error = CostLimitError(f"the operation asks for up to {self.cost:,} nodes; at most {MAX_COST:,}: use smaller pages")
            return root | {item.key: error for item in compiled.plan.items}
        if compiled.plan.items:
            root |= await _run(self.execution_context.context["store"], compiled)
        return root


class _Failed(dict[str, Any]):
    """A root value of which every field fails with one error."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def get(self, key: str, default: Any = None) -> Any:
        return self._error


async def _run(store: GraphStore, compiled: Compiled) -> dict[str, Any]:
    """Return the plan's answer by root key; a look-up key that fits several nodes is an error at its field."""
    plan, unfound = await paths.found(store, compiled.plan)
    answer = await store.run(plan)
    found: dict[str, Any] = orjson.loads(answer.json) | unfound
    asked = {item.key: item.fetch.value for item in compiled.plan.items if isinstance(item.fetch, NodeByKey)}
    for key in compiled.suggestions:
        found[key] = found[key]["nodes"]
    for key, formats in compiled.exports.items():
        found[key] |= {name: text_of(format_, found[key][name]) for name, format_ in formats.items()}
    for key, candidates in answer.ambiguous:
        found[key] = AmbiguousError(asked.get(key, key), candidates)
    return found
