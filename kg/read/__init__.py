"""Reading: report files of many formats and encodings to Reports and Passages.

Input are paths; output are `kg.text.Report` and `kg.text.Passage` for extraction.
"""

from kg.read.files import SUFFIXES, FoundFiles, ReadLimits, SourceText, find_files, read_source
from kg.read.passages import passages_of
from kg.read.reports import ReadResult, read_file, split_reports

__all__ = [
    "SUFFIXES",
    "FoundFiles",
    "ReadLimits",
    "ReadResult",
    "SourceText",
    "find_files",
    "passages_of",
    "read_file",
    "read_source",
    "split_reports",
]
