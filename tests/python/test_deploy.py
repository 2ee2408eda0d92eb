"""The files that schedule a rebuild: they parse, call what exists and give the build no more than it needs."""

import shlex
from collections import defaultdict
from pathlib import Path

import pytest
import typer.main
import yaml
from chitieu.cli import app
from chitieu.project import ROOT

DEPLOY = ROOT / "deploy"
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
    for line in path.read_text(encoding="utf-8").splitlines():
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
    return {" ".join(times): command.split(" >")[0] for *times, command in jobs}


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


def test_the_crontab_rebuilds_every_night_and_looks_every_morning() -> None:
    verbs = {times: check_command(command) for times, command in scheduled().items()}
    assert verbs == {"30 2 * * *": "build", "0 7 * * *": "status"}


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
    assert all(step.get("run") or "@v" in step["uses"] for step in steps)
    assert [check_command(f"/{command}") for command in commands[1:]] == ["status"]


def test_the_schedules_name_no_folder_but_conventional_places() -> None:
    for path in DEPLOY.iterdir():
        for word in path.read_text(encoding="utf-8").replace("=", " ").split():
            if word.startswith("/"):
                assert word.startswith(("/opt/chitieu", "/var/lib/chitieu", "/etc/systemd/system", "/bin/sh")), word
