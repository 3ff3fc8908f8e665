"""Which tests are no unit tests: other processes, whole archives, real corpora; a second or more.

Every run of `uv run pytest` has them. `-m "not browser and not slow"` is the unit suite. What takes
longest begins first, so that no worker is left alone with it at the end.
"""

# a file, or one test of it -> the seconds of a processor it takes, about
SLOW = {
    "tests/trust/test_r16_payloads.py": 25,
    "tests/test_query_counts.py": 20,
    "tests/trust/test_r13_fixtures.py": 15,
    "tests/archive/test_web_annotations.py::test_every_annotation_of_the_demo_is_right": 10,
    "tests/archive/test_suggest_links.py::"
    "test_on_the_demo_most_repeats_and_the_reprint_are_found": 9,
    "tests/search/test_generated_queries.py": 9,
    "tests/search/test_brute_force.py": 9,
    "tests/trust/test_r06_readers_and_writers.py": 8,
    "tests/trust/test_r14_fuzzed_queries.py": 7,
    "tests/archive/test_ingest_real.py": 6,
    "tests/search/test_whoosh_format.py": 6,
    "tests/trust/test_r04_random_changes.py": 6,
    "tests/trust/test_r19_visibility.py": 6,
    "tests/search/test_known.py": 10,
    "tests/trust/test_r25_state_changing_urls.py": 3,
    "tests/trust/test_r09_originals_exact.py": 4,
    "tests/test_migrations.py": 4,
    "tests/trust/test_r12_archive_check.py": 3,
    "tests/trust/test_r07_two_syncs.py": 11,  # most of it a wait
    "tests/trust/test_r28_same_order.py": 3,
    "tests/archive/test_ingest_jsonl.py::test_a_long_text_with_hundreds_of_annotations_goes_in": 3,
    "tests/search/test_workers.py": 2,
    "tests/search/test_vocabulary.py::test_many_words_in_a_small_table": 2,
    "tests/archive/test_placing_properties.py": 2,
    "tests/trust/test_r01_killed_indexer.py": 2,
    "tests/trust/test_r02_damaged_index.py": 2,
    "tests/trust/test_r03_rebuild_beside.py": 2,
    "tests/trust/test_r05_rebuild_memory.py": 2,
    "tests/trust/test_r10_browser_offsets.py": 1,
    "tests/trust/test_r15_limits.py": 2,
    "tests/trust/test_r24_deployment_and_locking.py": 2,
    "tests/archive/test_fixtures.py::"
    "test_loading_a_few_articles_and_their_countries_twice_gives_the_same_rows": 1,
    "tests/archive/test_passages_reanchor.py::"
    "test_figures_of_the_benchmark_are_reached_on_300_pairs": 1,
    "tests/archive/test_admin_documents.py::"
    "test_the_page_of_a_document_with_300_annotations_is_quick": 1,
    "tests/archive/test_admin_documents.py::"
    "test_the_page_of_a_claim_and_every_list_are_quick_too": 1,
    "tests/archive/test_workbench_pages.py::test_a_page_with_500_annotations_takes_few_queries": 1,
    "tests/archive/test_admin_merging.py::test_thousands_of_entities_are_compared_in_seconds": 1,
    "tests/archive/test_admin_bulk.py::test_two_hundred_documents_are_changed_at_once": 1,
}
IN_A_BROWSER = 30  # more than most


def seconds(nodeid: str) -> int:
    """About how long a test takes, or its file; 0 of a unit test."""
    path = nodeid.partition("::")[0]
    return SLOW.get(nodeid.partition("[")[0], SLOW.get(path, 0))
