"""Forms: a document's file, to be checked or published."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SubmitField

from kontuar.core.documents import LARGEST
from kontuar.web.forms import Form


class FileForm(Form):
    """A file of the Book or of a quiz; `publish` is pressed, or only `check`."""

    file = FileField(_l("File"))
    publish = SubmitField()

    @property
    def contents(self) -> bytes:
        """What came; nothing where no file did, and of one that is too large no more than shows that."""
        return self.file.data.read(LARGEST + 1) if self.file.data else b""
