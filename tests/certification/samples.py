"""Small files of each type, and such as must not be taken."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00"
    b":~\x9bU\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


def packed(*names: str, body: bytes = b"<a/>") -> bytes:
    """A packed file with parts of these names."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, body)
    return file.getvalue()


DOCX = packed("[Content_Types].xml", "word/document.xml")
XLSX = packed("[Content_Types].xml", "xl/workbook.xml")
OFD = packed("OFD.xml", "Doc_0/Document.xml")
# What is packed in it cannot be unpacked: the first sign of it is none of a packed part.
_AT = 30 + len("word/document.xml")
_WHOLE = packed("word/document.xml", body=b"<a>" * 100)
SPOILT = _WHOLE[:_AT] + b"\xff" + _WHOLE[_AT + 1 :]
