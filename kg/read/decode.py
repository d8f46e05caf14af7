"""Bytes to text: finds the encoding on the whole file by strict decoding, never by replacing what does not fit.

Input are the bytes of a text or HTML file from `kg.read.files`; output is text with line feeds only.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from functools import cache

from kg.errors import EncodingError, InputError

# The longer mark comes first: UTF-32 little endian begins with the mark of UTF-16 little endian.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
SIGNATURES = (
    (b"PK\x03\x04", "a .docx or .zip file"),
    (b"%PDF-", "a .pdf file"),
    (b"\xd0\xcf\x11\xe0", "an old or password-protected Office file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an .rtf file"),
)
# Among the Chinese characters of modern prose at least 97 % are in the first level of GB 2312; of bytes read in the wrong
# encoding 10 to 45 % are. 0.7 lies between with room for texts full of rare names.
PLAUSIBLE = 0.7
CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
NEWLINE = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\xad\x1a"))
DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)


@cache
def everyday_characters() -> frozenset[str]:
    """Give the 3755 characters of the first level of GB 2312, the ones that running text is made of.

    >>> len(everyday_characters()), "组" in everyday_characters(), "鐨" in everyday_characters()
    (3755, True, False)
    """
    rows = (bytes([row, cell]) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return frozenset(pair.decode("gb2312") for pair in rows if pair[0] != 0xD7 or pair[1] < 0xFA)


def plausibility(text: str) -> float:
    """Give the share of everyday characters among all characters that are neither ASCII nor punctuation, from 0 to 1.

    Text with control characters gets 0, text of ASCII alone 1.

    >>> plausibility("组织工作"), plausibility("缁勭粐宸ヤ綔") < 0.7
    (1.0, True)
    """
    if CONTROL.search(text):
        return 0.0
    counts = Counter(text)
    letters = {char: n for char, n in counts.items() if char > "\x7f" and not is_punctuation(char)}
    total = sum(letters.values())
    everyday = everyday_characters()
    return sum(n for char, n in letters.items() if char in everyday) / total if total else 1.0


def is_punctuation(char: str) -> bool:
    """Tell whether a character is a mark, sign or full-width form that Chinese text of any kind contains.

    >>> is_punctuation("，"), is_punctuation("“"), is_punctuation("市")
    (True, True, False)
    """
    return (
        "\u2000" <= char <= "\u27bf" or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef" or char in "·×÷°±"
    )


def declared_encoding(data: bytes) -> str | None:
    """Give the encoding that an HTML file names in its head, or None.

    >>> declared_encoding(b'<meta charset="gb2312">')
    'gb18030'
    """
    found = DECLARED.search(data[:4096])
    if not found:
        return None
    try:
        encoding = codecs.lookup(found[1].decode("ascii", "replace")).name
    except LookupError:
        return None
    return "gb18030" if encoding in {"gb2312", "gbk"} else encoding


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """Decode the whole of `data`; every line ends in a line feed, marks and characters without width are gone.

    Raises EncodingError where no encoding fits, InputError where the bytes are no text; `name` is for the message.

    >>> decode("组织工作".encode("gbk"), "a.txt"), decode("组织工作".encode("utf-16-be"), "a.txt")
    ('组织工作', '组织工作')
    """
    return NEWLINE.sub("\n", _strict(data, name, declared)).translate(INVISIBLE)


def _strict(data: bytes, name: str, declared: str | None) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                place = _failure(encoding, error, shift=len(mark))
                raise _no_encoding(name, data, [f"{place}, which its first bytes announce"]) from error
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            raise InputError(f"{name}: not text but {kind}", hint="give it its right suffix, or leave it out")
    failures: list[str] = []
    binary = b"\0" in data
    for encoding in ["utf-8", *([declared] if declared else [])]:
        if not binary:
            try:
                return data.decode(encoding)
            except (UnicodeDecodeError, LookupError) as error:
                if isinstance(error, UnicodeDecodeError):
                    failures.append(_failure(encoding, error))
    best = _most_plausible(data, () if binary else ("gb18030",), failures)
    if best is not None:
        return best
    if binary:
        offset = data.index(b"\0")
        raise InputError(
            f"{name}: not text: byte 0x00 at offset {offset}, and no UTF-16",
            hint="give a text file, or leave it out",
        )
    raise _no_encoding(name, data, failures)


def _most_plausible(data: bytes, encodings: tuple[str, ...], failures: list[str]) -> str | None:
    """Decode in each of the encodings and in UTF-16 without a mark; give the text that reads most like Chinese, if one does."""
    texts: list[tuple[float, str]] = []
    for encoding in (*encodings, "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            failures.append(_failure(encoding, error))
            continue
        share = plausibility(text)
        texts.append((share, text))
        failures.append(f"{encoding} (gives {share:.0%} common characters)")
    share, text = max(texts, key=lambda pair: pair[0], default=(0.0, ""))
    return text if share >= PLAUSIBLE else None


def _failure(encoding: str, error: UnicodeDecodeError, shift: int = 0) -> str:
    return f"{encoding} (byte 0x{error.object[error.start]:02x} at offset {error.start + shift})"


def _no_encoding(name: str, data: bytes, failures: list[str]) -> EncodingError:
    lossy = data.decode("utf-8", "replace")
    if lossy.count("\ufffd") * 50 < len(lossy) and any(char > "\x7f" for char in lossy[:10000]):
        hint = "it is UTF-8 with damaged bytes: take it from its source again"
    else:
        guess = _guess(data)
        hint = f"it may be {guess}: save it as UTF-8" if guess else "save it as UTF-8"
    return EncodingError(f"{name}: no text in any encoding tried: {', '.join(failures)}", hint=hint)


def _guess(data: bytes) -> str | None:
    # Imported here: only the message of an error needs it. 64 KiB are enough for a hint and take 0.1 s.
    from charset_normalizer import from_bytes

    best = from_bytes(data[: 1 << 16]).best()
    return best.encoding if best else None
