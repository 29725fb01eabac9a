from sdad.engine.starts import MOST_FAILURES, Starts


def test_three_failed_starts_are_enough(tmp_path):
    starts = Starts(tmp_path / "starts.json")
    assert [starts.begin() for _ in range(MOST_FAILURES)] == [None] * MOST_FAILURES
    reason = starts.begin()
    assert "failed to start 3 times" in reason.text and "sdad doctor" in reason.text


def test_one_that_succeeds_clears_the_count(tmp_path):
    starts = Starts(tmp_path / "starts.json")
    for _ in range(MOST_FAILURES):
        starts.begin()
    starts.succeeded()
    starts.succeeded()
    assert starts.begin() is None


def test_what_cannot_be_read_or_written_is_no_reason_not_to_start(tmp_path):
    file = tmp_path / "starts.json"
    for content in ("", "{", "[]", '{"failures": "many"}'):
        file.write_text(content)
        assert Starts(file).begin() is None
    assert Starts(tmp_path / "file" / "starts.json").begin() is None
    (tmp_path / "plain").write_text("")
    assert Starts(tmp_path / "plain" / "starts.json").begin() is None
