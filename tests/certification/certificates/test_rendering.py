"""Certificates as PDF: all that is on them, the same bytes for the same facts, and no boxes."""

import re
import subprocess
import sys
import time
from hashlib import sha256

import pytest

from cultivation.certification.certificates.rendering import certificates_pdf
from cultivation.certification.models import Certificate
from cultivation.problems import Problem
from tests.pages.reading import LACKING, text_of

FACTS = {
    "title": "专精特新“种子”企业",
    "firm": "天津市海河精密仪器有限公司",
    "uscc": "91120111MA06ABCD1A",
    "number": "TJ-ZZ-2026-00001",
    "valid_from": "2026-06-23",
    "last_valid_day": "2029-06-22",
    "authority": "天津市工业和信息化局",
    "issued_on": "2026-06-23",
    "batch": "2026年第一批",
}
LONG = (
    "中国（天津）自由贸易试验区东疆保税港区国际融资租赁与供应链管理服务股份有限公司第一分公司" * 4
)


def certificate(**facts: str) -> Certificate:
    return Certificate(facts=FACTS | facts)


def shown(*certificates: Certificate) -> str:
    return re.sub(r"\s", "", text_of(certificates_pdf(certificates)))


def test_everything_is_on_it() -> None:
    text = shown(certificate())
    for part in (
        "认定证书", "专精特新“种子”企业", "天津市海河精密仪器有限公司", "91120111MA06ABCD1A",
        "证书编号：TJ-ZZ-2026-00001", "2026年6月23日至2029年6月22日", "天津市工业和信息化局",
        "https://registry.example/verify/TJ-ZZ-2026-00001", "2026年第一批",
    ):  # fmt: skip
        assert part in text, part


def test_without_a_known_end_it_says_from_when() -> None:
    text = shown(certificate(last_valid_day=""))
    assert "2026年6月23日起" in text
    assert "至" not in text


def test_the_same_facts_are_the_same_bytes_in_another_process_too() -> None:
    made = certificates_pdf([certificate()])
    assert certificates_pdf([certificate()]) == made
    assert certificates_pdf([certificate(issued_on="2026-06-24")]) != made
    # Of another day and another process: nothing of the moment is in it.
    code = (
        "import django; django.setup()\n"
        "from hashlib import sha256\n"
        "from tests.certification.certificates.test_rendering import *\n"
        "print(sha256(certificates_pdf([certificate()])).hexdigest())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == sha256(made).hexdigest()


@pytest.mark.parametrize(
    "name", [LONG[:200], "Tianjin " + "Unbroken" * 12 + " Co., Ltd.", "天津埰囙㛃𬭎𬬻科技有限公司"]
)
def test_long_and_rare_names_stand_on_one_page(name: str) -> None:
    made = certificates_pdf([certificate(firm=name)])
    text = text_of(made)
    assert LACKING not in text
    assert re.sub(r"\s", "", name) in re.sub(r"[\s\u200b]", "", text)
    assert pages(made) == 1


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_a_name_that_the_fonts_lack_is_refused_with_the_sign() -> None:
    ones = [certificate(), certificate(firm="天津𠮷祥有限公司", number="TJ-ZZ-2026-00002")]
    with pytest.raises(Problem) as refused:
        certificates_pdf(ones)
    assert refused.value.code == "signs_missing"
    for part in ("天津𠮷祥有限公司", "𠮷（U+20BB7）"):
        assert part in str(refused.value)
    assert pages(certificates_pdf(ones[:1])) == 1


def test_nothing_to_print_is_said() -> None:
    with pytest.raises(Problem) as refused:
        certificates_pdf([])
    assert refused.value.code == "certificates_missing"


def test_two_hundred_are_one_file_in_a_few_seconds() -> None:
    ones = [
        certificate(number=f"TJ-ZZ-2026-{n:05}", firm=f"天津试验{n:04}科技有限公司")
        for n in range(200)
    ]
    begun = time.monotonic()
    made = certificates_pdf(ones)
    assert time.monotonic() - begun < 6
    assert pages(made) == 200


def test_names_are_never_markup() -> None:
    assert "#read(1)$x$*a*" in shown(certificate(firm="#read(1)$x$*a*"))


def test_the_day_of_the_document_is_that_of_issue() -> None:
    assert b"CreationDate(D:20260623" in certificates_pdf([certificate()])
