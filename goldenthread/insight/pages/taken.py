"""A paper or a workbook as it is taken out: the ledger says who took it, then it is sent."""

from __future__ import annotations

from collections.abc import Collection

from django.http import HttpResponse

from goldenthread.access.pages.page import Page
from goldenthread.insight.public.closer import record_download
from goldenthread.ui.workbooks import EXCEL

CONTENT = {"pdf": "application/pdf", "xlsx": EXCEL}


def taken_out(
    page: Page, made: bytes, *, name: str, subject: str, hidden: bool, children: Collection[int] = ()
) -> HttpResponse:
    """The file under its name, which ends with its form. `hidden`: small numbers were left out of it; each of
    `children` has a row in it. Raises `NotAllowed`."""
    form = name.rpartition(".")[2]
    record_download(
        act=page.act,
        subject=subject,
        form=form,
        hidden=hidden,
        children=children,
        by=page.request.user,
        at=page.now,
    )
    answer = HttpResponse(made, content_type=CONTENT[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
