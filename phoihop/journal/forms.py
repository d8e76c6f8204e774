"""The shape of a question to the log."""

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.journal import queries, registry


class LogFilter(forms.Form):
    verb = forms.ChoiceField(label=_("Việc"), required=False)
    text = forms.CharField(label=_("Người làm hoặc đối tượng"), required=False, max_length=100)
    day = forms.DateField(
        label=_("Ngày"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        error_messages={"invalid": _("Ghi ngày theo mẫu 14/01/2022.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        names = sorted((registry.name_of(verb), verb) for verb in queries.verbs_in_use())
        verbs = self.fields["verb"]
        assert isinstance(verbs, forms.ChoiceField)
        verbs.choices = [("", _("mọi việc")), *((verb, name) for name, verb in names)]
