"""The files that schedule a rebuild: they parse, call what exists and give the build no more than it needs."""

import importlib
import re
import shlex
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import pytest
import typer.main
import yaml
from chitieu.cli import app
from chitieu.project import ROOT

DEPLOY = ROOT / "deploy"
SEED = 2  # of the nights: with it each of four sabotages is to be seen in a mail
WORKFLOW = DEPLOY / "rebuild.yml"
HARDENED = {
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateNetwork": "yes",
    "PrivateDevices": "yes",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "RestrictNamespaces": "yes",
    "ProtectKernelTunables": "yes",
    "ProtectKernelModules": "yes",
    "SystemCallFilter": "@system-service",
}


def unit(path: Path) -> dict[str, dict[str, list[str]]]:
    """Sections of a systemd unit; a setting may stand several times."""
    sections: dict[str, dict[str, list[str]]] = {}
    for line in path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        if line.startswith("["):
            settings = sections.setdefault(line.strip("[]"), defaultdict(list))
        elif line and not line.startswith("#"):
            name, value = line.split("=", 1)
            settings[name].append(value)
    return sections


def check_command(command: str) -> str:
    """The verb of a `chitieu …` command line; raises if the command has no such verb or option."""
    program, verb, *arguments = shlex.split(command)
    assert program.endswith("/.venv/bin/chitieu")
    typer.main.get_command(app).commands[verb].make_context(verb, arguments)
    return verb


def scheduled() -> dict[str, str]:
    """The commands of the crontab by their times, without what the shell does with their output and status."""
    lines = (DEPLOY / "crontab").read_text(encoding="utf-8").splitlines()
    jobs = [line.split(maxsplit=5) for line in lines if line[:1].isdigit()]
    return {" ".join(times): command.split(" 2>&1")[0] for *times, command in jobs}


def test_the_service_rebuilds_and_takes_nothing_changed_for_success() -> None:
    service = unit(DEPLOY / "chitieu.service")["Service"]
    assert check_command(*service["ExecStart"]) == "build"
    assert "--if-changed" in service["ExecStart"][0]
    assert service["SuccessExitStatus"] == ["3"]
    assert service["Type"] == ["oneshot"]


@pytest.mark.parametrize(("setting", "value"), HARDENED.items())
def test_the_service_is_hardened(setting: str, value: str) -> None:
    assert unit(DEPLOY / "chitieu.service")["Service"][setting] == [value]


def test_the_service_can_write_its_warehouse_and_nothing_else() -> None:
    service = unit(DEPLOY / "chitieu.service")["Service"]
    state = "/var/lib/" + service["StateDirectory"][0]
    environment = dict(one.split("=", 1) for one in service["Environment"])
    assert Path(environment["CHITIEU_WAREHOUSE"]).is_relative_to(state)
    assert "ReadWritePaths" not in service


def test_the_timer_runs_every_night_and_makes_up_for_a_missed_one() -> None:
    timer = unit(DEPLOY / "chitieu.timer")
    assert timer["Timer"]["OnCalendar"] == ["*-*-* 02:30:00"]
    assert timer["Timer"]["Persistent"] == ["true"]
    assert timer["Install"]["WantedBy"] == ["timers.target"]


def test_the_check_looks_every_morning_and_reads_every_byte() -> None:
    service = unit(DEPLOY / "chitieu-check.service")["Service"]
    assert [check_command(command) for command in service["ExecStart"]] == ["status", "check"]
    assert "--deep" in service["ExecStart"][1]
    assert service["ProtectSystem"] == ["strict"]
    assert "StateDirectory" not in service, "it writes nothing"
    assert unit(DEPLOY / "chitieu-check.timer")["Timer"]["OnCalendar"] == ["*-*-* 07:00:00"]


@pytest.mark.parametrize("name", ["chitieu.service", "chitieu-check.service"])
def test_whoever_looks_into_the_journal_or_the_log_of_alerts_sees_that_a_unit_failed(name: str) -> None:
    assert unit(DEPLOY / name)["Unit"]["OnFailure"] == ["chitieu-alert@%N.service"]
    command = " ".join(unit(DEPLOY / "chitieu-alert@.service")["Service"]["ExecStart"])
    assert "%i failed" in command
    assert "alerts.log" in command
    assert "--priority daemon.alert" in command


def test_the_crontab_rebuilds_every_night_and_looks_every_morning() -> None:
    verbs = {times: check_command(command) for times, command in scheduled().items()}
    assert verbs == {"30 2 * * *": "build", "0 7 * * *": "status", "5 7 * * *": "check"}


def test_a_command_that_does_not_exist_would_be_noticed() -> None:
    with pytest.raises(Exception, match="No such option"):
        check_command("/opt/chitieu/.venv/bin/chitieu build --if-change")
    with pytest.raises(KeyError):
        check_command("/opt/chitieu/.venv/bin/chitieu rebuild")


def test_the_workflow_rebuilds_on_a_change_of_seeds_and_every_night_with_no_more_than_reading_rights() -> None:
    workflow = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    triggers = workflow[True]  # YAML 1.1 reads the key `on` as true
    assert triggers["push"]["paths"] == ["seeds/**"]
    assert len(triggers["schedule"][0]["cron"].split()) == 5
    assert workflow["permissions"] == {"contents": "read"}
    steps = workflow["jobs"]["rebuild"]["steps"]
    commands = [step["run"] for step in steps if "run" in step]
    assert commands[0] == "make build"
    assert [check_command(f"/{command}") for command in commands[1:]] == ["status", "check"]


def test_the_actions_of_the_workflow_are_pinned_by_hash_and_say_their_version() -> None:
    used = re.findall(r"^ *- uses: (.*)$", WORKFLOW.read_text(encoding="utf-8"), re.M)
    assert len(used) == 3
    assert [
        action for action in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)
    ] == []


def test_the_schedules_name_no_folder_but_conventional_places() -> None:
    for path in DEPLOY.iterdir():
        for word in path.read_text(encoding="utf-8").replace("=", " ").split():
            if word.startswith("/"):
                assert word.startswith(("/opt/chitieu", "/var/lib/chitieu", "/etc/systemd/system", "/bin/sh")), word


@pytest.fixture
def nights(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script that lives through nights of the crontab."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module("nights")


def test_the_lines_of_the_crontab_keep_a_warehouse_whole_or_tell_a_person(nights: ModuleType, tmp_path: Path) -> None:
    figures = nights.live(tmp_path, nights=5, seed=SEED, sabotaged=1)
    assert figures.broken == []
    assert sum(figures.sabotaged.values()) == figures.mailed == 4
    assert figures.healed_alone >= 1
    assert figures.needed_a_person >= 1


def test_nights_on_which_nobody_builds_or_looks_are_not_as_they_should_be(
    nights: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (build, *_) = nights.jobs()
    monkeypatch.setattr(nights, "jobs", lambda: [build])
    alone = nights.Nights(tmp_path, seed=1, sabotaged=0)
    alone.night(0)
    assert alone.figures.broken == []
    monkeypatch.setattr(nights, "jobs", lambda: [])
    alone.warehouse.current().database.chmod(0o644)
    alone.warehouse.current().database.write_bytes(b"")
    alone.night(1)
    assert "nobody was told of ['chitieu.duckdb has 0 bytes" in alone.figures.broken[0]
