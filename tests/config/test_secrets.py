"""The secret key and the data folder."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from goldenthread.config.home import home
from goldenthread.config.secrets import SecretKeyExposed, secret_key


@pytest.fixture(autouse=True)
def _no_key_given(monkeypatch):
    monkeypatch.delenv("GOLDENTHREAD_SECRET_KEY", raising=False)


def test_the_key_is_made_once_for_us_alone(tmp_path):
    folder = tmp_path / "new" / "home"
    key = secret_key(folder)
    assert len(key) >= 50
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert secret_key(folder) == key
    assert [path.name for path in folder.iterdir()] == ["secret_key"]


def test_first_runs_at_once_agree_on_one_key(tmp_path):
    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(secret_key, [tmp_path] * 8))) == 1


def test_two_installations_have_two_keys(tmp_path):
    assert secret_key(tmp_path / "a") != secret_key(tmp_path / "b")


def test_a_key_that_others_can_read_is_refused(tmp_path):
    secret_key(tmp_path)
    (tmp_path / "secret_key").chmod(0o644)
    with pytest.raises(SecretKeyExposed, match="chmod 600"):
        secret_key(tmp_path)


def test_a_key_from_the_environment_is_used_and_not_written(tmp_path, monkeypatch):
    monkeypatch.setenv("GOLDENTHREAD_SECRET_KEY", "given")
    assert secret_key(tmp_path) == "given"
    assert not list(tmp_path.iterdir())


def test_tests_keep_their_data_apart(monkeypatch):
    monkeypatch.delenv("GOLDENTHREAD_HOME", raising=False)
    assert home().parts[-2:] == (".goldenthread", "test")
    monkeypatch.delenv("PYTEST_VERSION")
    assert home().name == ".goldenthread"
    monkeypatch.setenv("GOLDENTHREAD_HOME", "~/elsewhere")
    assert home().is_absolute()
    assert home().name == "elsewhere"
