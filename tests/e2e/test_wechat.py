"""Inside WeChat, where no service worker runs: the way through a form, its draft and its queue, and a banner that says so."""

import re
from pathlib import Path

import pytest
import zxingcpp
from playwright.sync_api import expect

from tests.e2e import people
from tests.e2e.camera import labels, scene
from tests.e2e.people import Fault
from tests.e2e.stage import Cast, Demo, Person
from tests.e2e.words import foreign, shown, written

AGENT = (
    "Mozilla/5.0 (Linux; Android 12; V2166BA Build/SP1A.210812.003; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/126.0.6478.188 Mobile Safari/537.36 XWEB/1260097 MMWEBSDK/20240404 MMWEBID/3126 "
    "MicroMessenger/8.0.49.2600(0x2800313D) WeChat/arm64 Weixin NetType/4G Language/zh_CN ABI/arm64"
)
# On iPhones there is none; elsewhere it is there, and refuses.
ABSENT = "delete Navigator.prototype.serviceWorker"
REFUSED = (
    "ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('not here', 'SecurityError'))"
)
BANNER = "这里不能离线打开"
CORRIDOR = "每日防火巡查（通道与出口）"
CORRIDOR_LABEL = 1
LAMP = Fault(4, "二层应急灯是坏的", scene("dark", "#333333"))


def _in_wechat(stage: Cast, script: str) -> Person:
    person = stage.person("微信", agent=AGENT)
    assert person.context is not None
    person.context.add_init_script(script)
    return person


def _corridor(school: Demo) -> str:
    """The code on the label, as WeChat's own scanner reads it."""
    label = labels(school.sheet(), (70, 37), 3, 8, (0, 0.5))[CORRIDOR_LABEL]
    return zxingcpp.read_barcodes(label)[0].text.split("#")[1]


@pytest.mark.browser
def test_in_wechat_a_form_a_draft_and_a_queue_work_and_the_banner_says_what_does_not(
    school: Demo, stage: Cast, tmp_path: Path
) -> None:
    patrol = _in_wechat(stage, ABSENT)
    page = patrol.page
    said: list[str] = []
    people.enrol(patrol, school.code("防火巡查员"))
    expect(page.get_by_text(BANNER)).to_be_visible()
    expect(page.get_by_text("右上角 ··· → 在浏览器打开")).to_be_visible()
    expect(page.get_by_text("按路线排好的")).to_be_visible(timeout=60_000)
    page.screenshot(path=tmp_path / "today.png")
    said += shown(page)

    page.goto(f"{patrol.line.url}/p#{_corridor(school)}")
    people.choose(patrol, CORRIDOR)
    people.fill(patrol, (LAMP,), {})
    expect(page.get_by_text("草稿已存")).to_be_visible()
    page.reload()
    expect(people.card(page, LAMP.number).get_by_label("哪里不合格")).to_have_value(LAMP.note)
    expect(people.card(page, LAMP.number).get_by_text("1 张已存")).to_be_visible()
    said += shown(page)

    patrol.line.cut()
    page.get_by_role("button", name="提交 · 1 项不合格").click()
    people.stroke(patrol)
    said += shown(page)
    page.get_by_role("button", name="签好了").click()
    expect(page.get_by_text("这次检查存好了")).to_be_visible()
    expect(page.get_by_text(re.compile("只在本机")).first).to_be_visible()
    page.screenshot(path=tmp_path / "kept.png")
    said += shown(page)
    patrol.line.mend()
    people.all_received(patrol)
    people.go(patrol, "隐患")
    expect(page.get_by_text(LAMP.note)).to_have_count(1)
    said += shown(page)

    assert foreign(said, "zh-CN", written(school.data)) == []


@pytest.mark.browser
def test_where_the_service_worker_is_refused_the_banner_says_so_too(school: Demo, stage: Cast) -> None:
    warden = _in_wechat(stage, REFUSED)
    people.enrol(warden, school.code("宿管兼门卫"))
    expect(warden.page.get_by_text(BANNER)).to_be_visible()
    people.go(warden, "我的")
    expect(warden.page.get_by_text(BANNER)).to_be_visible()
