"""The pages of imports: upload, columns, preview, choices, confirmation, bad rows, undo."""

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cultivation.access.models import User
from cultivation.certification.models import Certification
from cultivation.clock import now
from cultivation.exchange.models import Import, State
from cultivation.firms.models import Firm
from tests.exchange.staged import bureau, table
from tests.factories import make_code, make_firm, make_user

pytestmark = pytest.mark.django_db
MOST_QUERIES = 25


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def upload(client: Client, *rows: Any, kind: str = "firms", **fields: Any) -> Any:
    """The page after uploading ``rows``."""
    file = SimpleUploadedFile("名单.csv", table(*rows))
    given = {"file": file, **fields}
    return client.post(f"/imports/new/?kind={kind}", given, follow=True)


LIST = {"tier": "seed", "batch": "第一批", "valid_from": "2022-09-01", "last_day": "2025-08-31"}
TITLES = ["企业名称", "统一社会信用代码", "所属区"]


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_clerk_imports_a_list_from_upload_to_undo() -> None:
    user = bureau()
    client = desk(user)
    assert "最后有效日" in text(client.get("/imports/new/?kind=list"))
    page = upload(
        client,
        TITLES,
        ["天津试甲有限公司", make_code(1), "西青区"],
        ["天津试乙有限公司", make_code(2)[:-1] + "?", "南开区"],
        kind="list",
        **LIST,
    )
    importing = Import.objects.get()
    assert page.redirect_chain[-1][0] == f"/imports/{importing.pk}/"
    assert "2 行，1 行有误，其余可导入" in text(page)
    assert "确认导入 1 行" in text(page)
    assert '<td class="code wrong"' in text(page)
    assert not Firm.objects.exists()
    done = client.post(f"/imports/{importing.pk}/confirm/", follow=True)
    assert "登记认定 1 项" in text(done)
    assert Certification.objects.get().valid_to == dt.date(2025, 9, 1)
    assert "名单.csv" in text(client.get("/imports/"))
    assert "登记认定 1 项" in text(client.get(f"/imports/{importing.pk}/undo/"))
    assert client.post(f"/imports/{importing.pk}/undo/", {"reason": " "}).status_code == 400
    undone = client.post(f"/imports/{importing.pk}/undo/", {"reason": "名单有误"}, follow=True)
    assert "已整体撤销" in text(undone)
    assert "名单有误" in text(undone)
    assert not Firm.objects.exists()


def test_columns_are_explained() -> None:
    client = desk(bureau())
    page = upload(client, ["企业名称", "幸运数字"], ["天津试甲有限公司", "七十七"])
    assert "1 列需要说明含义" in text(page)
    assert "七十七" in text(page)
    address = page.redirect_chain[-1][0]
    names = [one["name"] for one in page.context["unknown"]]
    assert client.post(address, {}).status_code == 400
    assert client.post(address, {names[0]: "nonsense"}).status_code == 400
    page = client.post(address, {names[0]: "ignore"}, follow=True)
    assert "全部可导入" in text(page)
    assert Import.objects.get().columns == {"幸运数字": "ignore"}


def test_what_was_read_can_be_read_otherwise() -> None:
    client = desk(bureau())
    upload(client, ["企业名称", "注册地址"], ["天津试甲有限公司", "友谊路1号"])
    pk = Import.objects.get().pk
    page = client.get(f"/imports/{pk}/mapping/")
    fields = {one["name"]: one["chosen"] for one in page.context["columns"]}
    assert sorted(fields.values()) == ["address", "name"]
    same = client.post(f"/imports/{pk}/mapping/", fields, follow=True)
    assert Import.objects.get().columns == {}
    assert "确认导入 1 行" in text(same)
    address = next(name for name, field in fields.items() if field == "address")
    client.post(f"/imports/{pk}/mapping/", {**fields, address: "ignore"}, follow=True)
    client.post(f"/imports/{pk}/confirm/")
    assert Firm.objects.get().address == ""


def test_a_candidate_is_chosen_and_shown_before_it_is_written() -> None:
    make_firm("天津试(甲)有限公司", district="120105")
    second = make_firm("天津试（甲）有限公司", district="120113")
    client = desk(bureau())
    page = upload(
        client, ["企业名称"], ["天津试(甲)有限公司"], ["天津试乙有限公司"], kind="list", **LIST
    )
    pk = Import.objects.get().pk
    assert "1 行待选择" in text(page)
    assert "河北区" in text(page)
    assert "北辰区" in text(page)
    # Confirming with a choice that was not shown yet shows what follows from it.
    page = client.post(f"/imports/{pk}/confirm/", {"row-0:2": f"firm:{second.pk}"}, follow=True)
    assert Import.objects.get().state == State.READY
    assert "全部可导入" in text(page)
    client.post(f"/imports/{pk}/confirm/", {"row-0:2": f"firm:{second.pk}"}, follow=True)
    assert Import.objects.get().state == State.DONE
    assert Certification.objects.filter(firm=second).exists()


def test_the_bad_rows_come_back_as_a_file_that_can_be_imported() -> None:
    client = desk(bureau())
    upload(
        client, TITLES, ["天津试甲有限公司", make_code(1)[:-1] + "?", "西青区"], ["", "", "南开区"]
    )
    answer: Any = client.get(f"/imports/{Import.objects.get().pk}/errors.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert rows[0] == [*TITLES, "原行号", "错误说明"]
    assert [row[0] for row in rows[1:]] == ["天津试甲有限公司", ""]
    assert rows[1][3] == "2"


def test_rows_are_paged_and_filtered_and_parameters_are_strict() -> None:
    client = desk(bureau())
    rows = [[f"天津试{n}号有限公司", "" if n % 10 else "坏码", "西青区"] for n in range(130)]
    upload(client, TITLES, *rows)
    address = f"/imports/{Import.objects.get().pk}/"
    page = client.get(address)
    assert len(page.context["lines"]) == 50
    assert page.context["lines"][0]["row"].kind == "error"
    assert len(client.get(f"{address}?page=3").context["lines"]) == 30
    errors = client.get(f"{address}?kind=error")
    assert (len(errors.context["lines"]), errors.context["of"]) == (13, 13)
    for wrong in ("kind=nonsense", "page=0", "page=x", "colour=red"):
        assert client.get(f"{address}?{wrong}").status_code == 400


def test_the_same_file_again_says_when_and_by_whom() -> None:
    user = bureau()
    client = desk(user)
    rows = TITLES, ["天津试甲有限公司", "", "西青区"]
    upload(client, *rows)
    client.post(f"/imports/{Import.objects.get().pk}/confirm/")
    page = upload(client, *rows)
    assert "同一文件已于" in text(page)
    assert user.username in text(page)
    assert "没有需要写入的内容" in text(page)
    assert "确认导入" not in text(page)
    other = upload(desk(make_user("district", district="120111")), *rows)
    assert "同一文件已于" not in text(other)


def test_tiers_are_named_in_the_language_of_the_page() -> None:
    client = desk(bureau())
    assert "专精特新“种子”企业（有效期" in client.get("/imports/new/").content.decode()
    client.post("/language/", {"language": "en", "next": "/"})
    page = client.get("/imports/new/").content.decode()
    assert "Seed firm (valid for" in page
    assert "种子”企业 (" not in page


def test_an_officer_imports_lists_of_firms_only() -> None:
    client = desk(make_user("district", district="120111"))
    page = client.get("/imports/new/?kind=list")
    assert "层级（库）" not in text(page)
    answer = upload(client, TITLES, ["天津试甲有限公司", "", ""], kind="list", **LIST)
    assert answer.status_code == 400
    assert "“tier”" in text(answer)
    assert not Import.objects.exists()
    upload(client, TITLES, ["天津试甲有限公司", "", ""], kind="list")
    assert Import.objects.get().kind == "firms"


def test_other_imports_are_not_there() -> None:
    upload(desk(bureau()), TITLES, ["天津试甲有限公司", "", "西青区"])
    pk = Import.objects.get().pk
    officer = desk(make_user("district", district="120111"))
    for page in ("", "progress/", "mapping/", "undo/", "errors.xlsx"):
        assert officer.get(f"/imports/{pk}/{page}").status_code == 404
    for act in ("choose/", "confirm/", "cancel/", "again/", "mapping/", "undo/"):
        assert officer.post(f"/imports/{pk}/{act}").status_code == 404
    assert "名单.csv" not in text(officer.get("/imports/"))


def test_an_auditor_looks_and_does_nothing() -> None:
    upload(desk(bureau()), TITLES, ["天津试甲有限公司", "", "西青区"])
    pk = Import.objects.get().pk
    auditor = desk(make_user("auditor"))
    page = auditor.get(f"/imports/{pk}/")
    assert page.status_code == 200
    assert "确认导入" not in text(page)
    assert auditor.get("/imports/new/").status_code == 403
    for act in ("choose/", "confirm/", "cancel/", "again/", "mapping/", "undo/"):
        assert auditor.post(f"/imports/{pk}/{act}").status_code == 403
    assert Import.objects.get().state == State.READY


def test_another_authority_looks_and_does_nothing() -> None:
    upload(desk(bureau()), TITLES, ["天津试甲有限公司", "", "西青区"], kind="list", **LIST)
    pk = Import.objects.get().pk
    other = desk(make_user("bureau", authority="sti_tianjin"))
    assert "确认导入" not in text(other.get(f"/imports/{pk}/"))
    assert other.post(f"/imports/{pk}/confirm/").status_code == 403
    assert not Firm.objects.exists()


def test_progress_is_told_and_a_dead_job_noticed() -> None:
    client = desk(bureau())
    upload(client, TITLES, ["天津试甲有限公司", "", "西青区"])
    importing = Import.objects.get()
    address = f"/imports/{importing.pk}/"
    assert client.get(f"{address}progress/").json()["over"] is True
    Import.objects.update(state=State.READING, stage="check", done=5000, total=9000, beat=now())
    assert "5,000 / 9,000" in text(client.get(address))
    far = client.get(f"{address}progress/").json()
    assert (far["done"], far["total"], far["over"]) == (5000, 9000, False)
    Import.objects.update(beat=now() - dt.timedelta(minutes=1))
    assert "处理已中断" in text(client.get(address))
    page = client.post(f"{address}again/", follow=True)
    assert "确认导入 1 行" in text(page)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"last_day": "2022-08-31"}, "最后有效日早于起始日"),
        ({"tier": "eaglet"}, "eaglet"),
        ({"valid_from": "yesterday"}, "日期"),
        ({"batch": ""}, "必填"),
        ({"batch": "  "}, "必填"),
    ],
)
def test_a_form_that_cannot_be_meant(fields: dict[str, str], said: str) -> None:
    page = upload(desk(bureau()), TITLES, ["甲", "", ""], kind="list", **(LIST | fields))
    assert page.status_code == 400
    assert said in text(page)
    assert not Import.objects.exists()


def test_files_that_are_none() -> None:
    client = desk(bureau())
    assert client.post("/imports/new/?kind=firms", {}).status_code == 400
    empty = SimpleUploadedFile("空.csv", b"")
    assert client.post("/imports/new/?kind=firms", {"file": empty}).status_code == 400
    nonsense = SimpleUploadedFile("a.xlsx", b"PK\x03\x04nonsense")
    page = client.post("/imports/new/?kind=firms", {"file": nonsense}, follow=True)
    assert Import.objects.get().state == State.REFUSED
    assert "重新上传" in text(page)


def test_buttons_are_no_addresses_to_look_at() -> None:
    client = desk(bureau())
    upload(client, TITLES, ["天津试甲有限公司", "", "西青区"])
    pk = Import.objects.get().pk
    for act in ("choose", "confirm", "cancel", "again"):
        answer = client.get(f"/imports/{pk}/{act}/")
        assert (answer.status_code, answer["Location"]) == (302, f"/imports/{pk}/")
    cancelled = client.post(f"/imports/{pk}/cancel/", follow=True)
    assert "已放弃，未写入任何数据" in text(cancelled)
    late = client.post(f"/imports/{pk}/confirm/", follow=True)
    assert "状态已变化" in text(late)


def test_no_page_makes_many_queries_whatever_the_size() -> None:
    make_firm("天津试(0)有限公司")
    make_firm("天津试（0）有限公司")
    client = desk(bureau())
    rows = [[f"天津试({n})有限公司", "", "西青区"] for n in range(300)]
    upload(client, TITLES, *rows, kind="list", **LIST)
    pk = Import.objects.get().pk
    pages = ["", "?kind=create&page=2", "mapping/", "progress/"]

    def count(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    for page in pages:
        assert count(f"/imports/{pk}/{page}") <= MOST_QUERIES, page
    client.post(f"/imports/{pk}/confirm/")
    for page in ("", "undo/"):
        assert count(f"/imports/{pk}/{page}") <= MOST_QUERIES, page
    for page in ("/imports/", "/imports/new/", "/imports/?kind=list&state=done"):
        assert count(page) <= MOST_QUERIES, page


def test_a_list_of_proposals_is_cautioned_against_above_its_rows() -> None:
    client = desk(bureau())
    titles = ["企业名称", "统一社会信用代码"]
    row = ["天津试甲有限公司", make_code(1)]
    page = text(upload(client, ["种子企业推荐汇总表", ""], titles, row, kind="list", **LIST))
    assert "推荐和公示不等于认定" in page.split('class="kinds"')[0]
    assert page.count("推荐和公示不等于认定") == 1
    page = text(upload(client, ["种子企业名单", ""], titles, row, kind="list", **LIST))
    assert "推荐和公示不等于认定" not in page
