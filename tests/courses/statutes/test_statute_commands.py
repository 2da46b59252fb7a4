import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from xuefa.cli_statutes import app


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "160"}).invoke(app, list(arguments))


def test_an_article_is_shown_with_version_basis_and_proof(home: Path) -> None:
    result = run("article", "复议法", "20")
    assert result.exit_code == 0
    assert "中华人民共和国行政复议法　第二十条" in result.stdout
    assert "六十日内提出行政复议申请" in result.stdout
    assert "2023-09-01 版，2024-01-01 起施行，现行有效（施行日依据：末条写明）" in result.stdout
    assert "d0e794e26c92434e6c13887f8afd1fc7664b863e2b9028f61acb75053b612d10" in result.stdout


def test_a_displaced_article_says_so_and_for_the_old_day_not(home: Path) -> None:
    now = run("article", "刑法", "390", "--on", "2026-11-22")
    assert "自 2024-03-01 起以《刑法修正案（十二）》第五条为准" in now.stdout
    then = run("article", "刑法", "390", "--on", "2023-01-01")
    assert "已被取代" not in then.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("article", "火星法", "1"), "法规库里没有《火星法》"),
        (("article", "行政复议法", "99"), "这一版共90条"),
        (("article", "行政复议法", "abc"), "不是能读懂的条号"),
        (("article", "行政复议法", "1", "--on", "昨天"), "日期“昨天”看不懂"),
        (("article", "环保法", "1", "--on", "2026-11-22"), "已失效"),
        (
            ("compare", "商标法", "2000-01-01", "2026-06-26"),
            "没有《商标法》 2000-01-01 这一版的原文",
        ),
        (("compare", "行政复议法", "2017-09-01", "2023-09-01"), "xuefa statutes import 文件"),
        (("article", "行政复议法", "20", "--on", "2012-01-01"), "有效的是更早的版本"),
        (("article", "行政复议法", "20", "--on", "2023-12-31"), "（2017-09-01版，自2018-01-01起"),
        (("article", "治安管理处罚法", "1", "--on", "2015-01-01"), "（2012-10-26版，自2013-01-01"),
        (("article", "法治宣传教育法", "1", "--on", "2025-10-31"), "尚未施行"),
        (("versions", "条例"), "可以指很多部"),
        (("search", "量子纠缠佯谬"), "没有找到"),
        (("search", "听证", "--law", "火星法"), "法规库里没有"),
        (("import", "没有.json"), "没有.json：找不到这个文件"),
    ],
)
def test_errors_are_one_chinese_line_on_stderr(
    home: Path, arguments: tuple[str, ...], message: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.output


def test_search_lists_articles(home: Path) -> None:
    result = run("search", "不予公开", "行政复议", "--on", "2026-11-22")
    assert result.exit_code == 0
    assert "《行政复议法》第二十三条" in result.stdout


def test_versions_lists_days_and_successors(home: Path) -> None:
    result = run("versions", "商标法")
    assert result.exit_code == 0
    for words in ("2019-04-23", "2026-12-31", "2027-01-01", "87"):
        assert words in result.stdout


def test_compare_leaves_out_what_has_not_changed_unless_asked(home: Path) -> None:
    short = run("compare", "宪法", "1982-12-04", "2018-03-11")
    full = run("compare", "宪法", "1982-12-04", "2018-03-11", "--all")
    assert short.exit_code == full.exit_code == 0
    assert "新增5条" in short.stdout
    assert "│ 未变" not in short.stdout
    assert "│ 未变" in full.stdout


def test_the_displaced_are_listed(home: Path) -> None:
    result = run("displaced")
    assert result.exit_code == 0
    assert "《政府信息公开条例》第五十一条" in result.stdout


def test_good_files_are_imported_even_beside_bad_ones(home: Path, tmp_path: Path) -> None:
    good = tmp_path / "好.json"
    articles = [{"number": 1, "text": "本条例自公布之日起施行。"}]
    content = {
        "name": "试点条例",
        "kind": "行政法规",
        "version_date": "2025-01-01",
        "source": "公报",
    }
    good.write_text(json.dumps({**content, "articles": articles}), encoding="utf-8")
    bad = tmp_path / "坏.json"
    bad.write_text("{", encoding="utf-8")
    result = run("import", str(bad), str(good))
    assert result.exit_code == 1
    assert "已导入：试点条例_2025-01-01.json" in result.stdout
    assert "坏.json" in result.stderr
    assert run("article", "试点条例", "1").exit_code == 0


def test_a_bad_file_in_the_home_is_mentioned_and_passed_over(home: Path) -> None:
    (home / "statutes").mkdir()
    (home / "statutes" / "坏.json").write_text("{", encoding="utf-8")
    result = run("article", "行政复议法", "1")
    assert result.exit_code == 0
    assert "这个文件已跳过" in result.stderr


@pytest.mark.parametrize(
    "arguments", [("article", "行政复议法", "1"), ("search", "听证"), ("versions", "行政复议法")]
)
def test_a_folder_that_is_not_there_is_mentioned_once(
    home: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("XUEFA_STATUTES", "/没有/这个文件夹")
    result = run(*arguments)
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "提示：法规文件夹 /没有/这个文件夹 不存在，或不是文件夹；请检查环境变量 XUEFA_STATUTES"
    ]


def test_every_command_has_chinese_help() -> None:
    for command in app.registered_commands:
        assert command.help
        assert any("一" <= char <= "鿿" for char in command.help)
