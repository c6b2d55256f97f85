"""The table of acts as a page for people: a diagram and the acts in words. Pure."""

from collections.abc import Iterator

from django.utils.translation import override

from cultivation.certification.flow.cases import Party
from cultivation.certification.flow.states import CLOSED, OPEN, State
from cultivation.certification.flow.table import RULES, Rule

WHO = {
    Party.FILER: "申报方（区、市或接口代企业）",
    Party.DISTRICT: "企业所在区",
    Party.BUREAU: "梯度主管部门",
    Party.REGISTRY: "系统（因企业变更、名单录入）",
}
HEAD = """# 申报的流转 · The flow of an application

由 `cultivation/certification/flow/table.py` 生成（`manage.py flow --write`），请勿手工修改。
Made from the table of acts; a test fails when it differs.

```mermaid
stateDiagram-v2
    [*] --> draft: 登记申报
"""
TABLE = """```

各层级的环节不同（区初审、区公示、专家评审、实地核查、公示、会签、由部认定），见“办理程序”；没有的环节，其办理事项不出现。

| 办理事项 | 代码 | 从 | 到 | 由谁办理 | 须满足 | 须填写 |
|---|---|---|---|---|---|---|
"""


def page() -> str:
    """The whole page, in Markdown."""
    with override("zh-hans"):
        lines = [HEAD.rstrip("\n"), *_diagram(), TABLE.rstrip("\n"), *map(_row, RULES)]
    return "\n".join(lines) + "\n"


def _diagram() -> Iterator[str]:
    for state in State:
        yield f"    {state.value}: {state.label}"
    seen: set[tuple[str, str, str]] = set()
    for rule in RULES:
        # One arrow from everywhere would hide all others.
        if rule.to is None or rule.sources == OPEN:
            continue
        for source in rule.sources:
            arrow = (source.value, rule.to.value, str(rule.doing.label))
            if arrow not in seen and source is not rule.to:
                seen.add(arrow)
                yield f"    {arrow[0]} --> {arrow[1]}: {arrow[2]}"
    for state in CLOSED:
        yield f"    {state.value} --> [*]"


def _row(rule: Rule) -> str:
    sources = (
        "各在办状态" if rule.sources == OPEN else "、".join(str(s.label) for s in rule.sources)
    )
    to = "不变" if rule.to is None else str(rule.to.label)
    guards = "、".join(f"`{guard.__name__}`" for guard in rule.guards) or "—"
    asks = "、".join(f"`{name}`" for name in rule.asks) or "—"
    name = f"**{rule.doing.label}**" if rule.lead else str(rule.doing.label)
    return (
        f"| {name} | `{rule.doing.value}` | {sources} | {to} | {WHO[rule.party]} | {guards}"
        f" | {asks} |"
    )
