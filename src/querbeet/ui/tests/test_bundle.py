from pathlib import Path

from django.contrib.staticfiles import finders

from querbeet.ui import bundle


def test_the_site_serves_the_bundle_instead_of_the_entry():
    assert Path(finders.find(bundle.NAME)).read_text() == bundle.inline()


def test_the_finder_knows_one_file_only():
    finder = bundle.BundleFinder()
    assert [finder.find("ui/css/base.css"), finder.find("ui/css/base.css", find_all=True)] == [None, []]
    assert [name for name, _storage in finder.list(None)] == [bundle.NAME]
    assert finder.find(bundle.NAME, find_all=True) == [finder.find(bundle.NAME)]


def test_collectstatic_gets_the_same_text():
    [(name, storage)] = bundle.BundleFinder().list(None)
    with storage.open(name) as file:
        assert file.read().decode() == bundle.inline()
